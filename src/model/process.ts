import type { Problem } from './problem.ts';

/** One end of a connection; IPv6 in its shortest form, an IPv4 address that is mapped into it as IPv4. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A TCP socket that listens, or is or was just now connected. */
export interface Socket {
  /** Network namespace. */
  readonly namespace: string;
  readonly local: Endpoint;
  /** Null: it listens. */
  readonly peer: Endpoint | null;
  readonly uid: number;
  /** Processes that hold it, as far as that could be seen. */
  readonly pids: readonly number[];
}

/** A key in the environment or on the command line of a process: its name and fingerprint, and nothing else of it. */
export interface HeldKey {
  /** The variable or option that it is bound to; null for a bare argument. */
  readonly name: string | null;
  readonly provider: string | null;
  /** As that of the same key in a file; null for what only stands in the place of a key. */
  readonly fingerprint: string | null;
  readonly from: 'environment' | 'command-line';
}

/** An agent CLI or a command of a model that a process runs. */
export interface RunningCommand {
  /** Key of {@link RuleSet.commands}. */
  readonly name: string;
  /** Whether it was started with what makes it work by itself: `-p`, `exec`. */
  readonly isHeadless: boolean;
}

/** What could not be read of a process. */
export type ProcessPart = 'arguments' | 'environment' | 'exe' | 'cwd' | 'files' | 'namespace' | 'libraries' | 'cgroup';

/** A process as it was seen at one moment. Paths are those of its own mount namespace: in a container, the container's. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Real user, in the user namespace of whoever reads. */
  readonly uid: number;
  /** What it calls itself, at most 15 bytes. */
  readonly comm: string;
  /**
   * What of the command line may be shown: the program, its options without their values, and what it is told to run. Words
   * that are neither are left out.
   */
  readonly arguments: readonly string[];
  readonly exe: string | null;
  readonly cwd: string | null;
  /** The file that an interpreter runs, as it is written: relative to `cwd`, or absolute. */
  readonly script: string | null;
  /** The module or class it runs: `support_bot.main`. */
  readonly module: string | null;
  /** True for a program of `rules.processes.shells` that runs no script. */
  readonly isShell: boolean;
  readonly command: RunningCommand | null;
  readonly containerId: string | null;
  readonly podUid: string | null;
  /** The systemd service it belongs to, of the system or of a user; null in a container. */
  readonly unit: string | null;
  /** True in a login session or an application that a person started from a desktop. */
  readonly isPersonal: boolean;
  readonly serviceName: string | null;
  readonly keys: readonly HeldKey[];
  /** Values of base-URL variables, without users, passwords and queries, each once. */
  readonly baseUrls: readonly string[];
  readonly sdkHints: readonly string[];
  /** Network namespace; null where that could not be read. */
  readonly namespace: string | null;
  /** Milliseconds since 1970; null where the host does not say. */
  readonly startedAt: number | null;
  readonly unreadable: readonly ProcessPart[];
}

/** What a resolver answered: from then on, for a while, the address stands for the host to the one who asked. */
export interface DnsFact {
  /** Address of the one who asked. */
  readonly client: string;
  readonly ip: string;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Seconds. */
  readonly ttl: number;
}

/** The processes of a host, as one walk of `/proc` found them. */
export interface HostReading {
  /** Where they were read. */
  readonly root: string;
  /** False for a saved tree: nobody knows when it was taken. */
  readonly isLive: boolean;
  /** In the order of their ids, without kernel threads, the dead, and rollcall itself. */
  readonly processes: readonly RunningProcess[];
  readonly sockets: readonly Socket[];
  readonly skipped: {
    /** Ended while it was read. */
    readonly vanished: readonly number[];
    readonly kernel: readonly number[];
    readonly zombie: readonly number[];
  };
  /** Of how many processes each part could not be read. */
  readonly refused: ReadonlyMap<ProcessPart, number>;
  /** Answers of resolvers that were saved beside a tree, in `pdns.jsonl`. */
  readonly answers: readonly DnsFact[];
  readonly problems: readonly Problem[];
}
