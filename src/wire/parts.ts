/** A line that was cut into parts is no longer than this. */
const longest = 1 << 20;

/** Puts lines together that a container's log driver has cut at 16 KiB. State: the parts so far, which must follow each other. */
export class Parts {
  private text = '';
  private line = 0;
  /** True once there was a part. */
  isUsed = false;

  /** The whole line; `null` while parts of it are missing. */
  whole(text: string, line: number | null, isPart: boolean): string | null {
    this.isUsed ||= isPart;
    const begun = line !== null && line === this.line + 1 ? this.text : '';
    const known = begun.length + text.length > longest ? text : begun + text;
    this.text = isPart ? known : '';
    this.line = isPart ? (line ?? 0) : 0;
    return isPart ? null : known;
  }
}
