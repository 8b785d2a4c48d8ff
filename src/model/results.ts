/**
 * Where what was found in repositories is kept between runs and shared between machines: bytes under an address, 64 hex
 * digits that name all that they depend on. Whoever writes an address twice writes the same.
 */
export interface ResultStore {
  /** How a person knows it: a folder, `s3://bucket/prefix`. */
  readonly name: string;
  /** What stands under an address; `null` where nothing does. A store that cannot be asked is a `RollcallError`. */
  read(address: string): Promise<Buffer | null>;
  /** Keeps bytes, whole or not at all: nobody ever reads a part of them. A store that does not take them is a `RollcallError`. */
  write(address: string, bytes: Uint8Array): Promise<void>;
}
