/** How an interpreter is started. See rules/processes.yaml. */
export interface InterpreterRule {
  /** Names of the program without its version. */
  readonly names: readonly string[];
  /** Options that a value follows, code, the name of a module, or the script. */
  readonly values: readonly string[];
  readonly inline: readonly string[];
  readonly module: readonly string[];
  readonly script: readonly string[];
  /** Words that stand before the script: `run`. */
  readonly words: readonly string[];
  /** What stands where it is told what to run. */
  readonly entry: 'script' | 'module';
}

/** A program that serves an application which it is told of. */
export interface LauncherRule {
  readonly names: readonly string[];
  /** Options that name the application. */
  readonly application: readonly string[];
  readonly words: readonly string[];
}

/** A program that serves models (`model`), or passes requests on to those who do (`gateway`). */
export interface ServerRule {
  /** Id of the provider. */
  readonly of: string;
  readonly kind: 'model' | 'gateway';
  /** Names of the program, its script, or its module with what is in it. */
  readonly programs: readonly string[];
}

/** A part of an SDK in machine code, by the folders or files that a process has mapped. */
export interface LibraryRule {
  readonly name: string;
  readonly parts: readonly string[];
}

/** Addresses that serve a provider and nobody else, as it publishes them: a prefix in CIDR notation. */
export interface AddressRule {
  readonly provider: string;
  readonly prefix: string;
}

/** What is known of running processes, compiled. */
export interface ProcessRules {
  /** Variables that name the service, the surest first. */
  readonly services: readonly string[];
  readonly shells: readonly string[];
  readonly browsers: readonly string[];
  readonly interpreters: readonly InterpreterRule[];
  readonly launchers: readonly LauncherRule[];
  readonly libraries: readonly LibraryRule[];
  readonly servers: readonly ServerRule[];
}
