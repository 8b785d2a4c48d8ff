import type { Problem } from '../../model/problem.ts';

/** Lines of a log that is followed. */
export interface LogLines {
  readonly kind: 'lines';
  /** The log as it was named, whatever file the lines stand in by now. */
  readonly path: string;
  /** Tells one file of the log from another: where it changes, line numbers and columns begin anew. */
  readonly identity: string;
  /** Whole lines with their ends (LF, CRLF or CR); the last line of a file that was put away may lack its own. Valid until the next event. */
  readonly chunk: Buffer;
  /** Where the chunk begins, in bytes of the (unpacked) file. */
  readonly offset: number;
  /** Number of its first line, from 1; `null` where the file was not read from its start. */
  readonly line: number | null;
  /** True where the first line of it began in the chunk before: lines of more than 1 MiB come in parts. */
  readonly isContinued: boolean;
  /** True where the last line of it goes on in the next chunk. */
  readonly continues: boolean;
}

/** A file of a log is read from here on. Comes before its first lines. */
export interface LogOpened {
  readonly kind: 'opened';
  readonly path: string;
  readonly identity: string;
  /** Name of the file, such as `access.log.1.gz`. */
  readonly name: string;
  readonly offset: number;
  /** Where it is not read from its start: its first lines, at most 64 KiB, which tell its format and its columns. */
  readonly beginning: Buffer;
}

/** A log was cut back while it was followed (logrotate `copytruncate`): what was written just before may be lost. */
export interface LogTruncated {
  readonly kind: 'truncated';
  readonly path: string;
  readonly identity: string;
  /** How often this happened to this log. */
  readonly count: number;
  /** True where a copy was found and is read on: then only what was written during the copying is lost. */
  readonly isCopied: boolean;
}

/** All that is there has been given: nothing waits. Said once, until there is something new. */
export interface LogIdle {
  readonly kind: 'idle';
}

/** What comes of following logs. A problem is a note, or tells that lines may be missing (`incomplete`). */
export type Followed = LogLines | LogOpened | LogTruncated | LogIdle | Problem;
