/** What one program sent another, behind the heads of IP and TCP or UDP. Bytes are soon overwritten. */
export interface Packet {
  /** Number of its frame. */
  readonly number: number;
  readonly time: number | null;
  /** Addresses: their four or sixteen bytes, each as one sign, so that they can be kept and compared. */
  readonly source: string;
  readonly target: string;
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly bytes: Buffer;
}

/** When a packet was seen, and between whom. */
export type Moment = Omit<Packet, 'bytes'>;

/** Who sent it to whom. */
export function endsOf({ source, target, sourcePort, targetPort }: Moment): string {
  return `${source}${target}${sourcePort}-${targetPort}`;
}

/** The other direction. */
export function otherEnds({ source, target, sourcePort, targetPort }: Moment): string {
  return `${target}${source}${targetPort}-${sourcePort}`;
}
