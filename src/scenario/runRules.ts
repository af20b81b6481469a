/** Names of hosts that a run may call. `AllowedHosts` of the server is one. */
export interface HostList {
  /** @param hostname as a parsed URL has it */
  allows(hostname: string): boolean;
}

/** The folder that the paths of a scenario must not leave. `RootFolder` of the room `disk` is one. */
export interface RunRoot {
  readonly folder: string;
  /** Whether a path leads to the folder or into it, with its links followed. */
  holds(place: string): boolean;
  /** The first link below a place that leads out. */
  linkOut(place: string): Promise<string | undefined>;
}

/** How whoever reads a refusal changes what a run may do. Each is the end of a sentence. */
export interface WaysOut {
  /** Allows requests to a host. */
  host(host: string): string;
  /** Gives a run an environment variable: why it has no value, and what to do. */
  variable(name: string): string;
  /** Lets a scenario use files of another place. */
  path(place: string): string;
  /** Raises the limit for the size of an answer. */
  readonly answerBytes: string;
  /** Raises the limit for the time that the requests of a step wait. */
  readonly answerMs: string;
  /** Raises the limit for what a run writes to the disk. */
  readonly diskBytes: string;
}

/** The ways out of a program that uses the runner directly. */
export const OPTIONS_WAYS_OUT: WaysOut = {
  host: () => 'allow it with the option hosts',
  variable: (name) => `the environment variable ${name} was not given; give it in the option env`,
  path: () => 'give a wider folder in the option root',
  answerBytes: 'raise the option answerBytes',
  answerMs: 'raise the option answerMs',
  diskBytes: 'raise the option diskBytes',
};

/** What a scenario may do, as whoever runs it has decided. */
export interface RunRules {
  /** Hosts that requests may go to, besides the server, its platform and this machine. */
  readonly hosts: HostList;
  /** Values for variables with `env`: the environment variables that the run may read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The paths in the options of the server must not leave it. */
  readonly root: RunRoot;
  /** How long the requests of one step wait altogether, in real milliseconds. The default is 30000. */
  readonly answerMs: number;
  /**
   * The most bytes that are read of the bodies of all answers of one step together, with redirects that are followed and
   * with steps that are sent alongside. The default is 16 MiB.
   */
  readonly answerBytes: number;
  /**
   * The most bytes that one run writes to the disk: the copy of the MobileApps folder, and what its steps write there.
   * The default is 256 MiB.
   */
  readonly diskBytes: number;
  /** How the reader of a refusal changes these rules. */
  readonly waysOut: WaysOut;
}
