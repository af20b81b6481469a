import type { Results } from './results';

/** What each part of the bench gets. */
export interface BenchRun {
  readonly results: Results;
  /** An empty folder for it, on a real disk. It is removed after the part. */
  readonly folder: string;
  /** The production build of the extension's programs. */
  readonly build: ProductionBuild;
  readonly sizes: BenchSizes;
}

/** Bundles as they ship, apart from dist/ of the repository. */
export interface ProductionBuild {
  /** Absolute path of a bundle, such as `cli.js`. */
  readonly program: (name: string) => string;
}

export interface BenchSizes {
  /** Session files in the large folder, the small one and the largest. */
  readonly large: number;
  readonly small: number;
  readonly million: number;
  /** At least this many rounds of each figure. */
  readonly rounds: number;
  /** How long requests are made in each round. */
  readonly seconds: number;
  /** Web sessions in the large state. */
  readonly webSessions: number;
  /** How many of the shipped scenarios run. */
  readonly scenarios: number;
  /** Characters of the shorter of two long texts. */
  readonly text: number;
  /** Whether other tools are installed and measured. */
  readonly hasPeers: boolean;
}

export const FULL_SIZES: BenchSizes = {
  large: 100_000,
  small: 10_000,
  million: 1_000_000,
  rounds: 5,
  seconds: 2,
  webSessions: 50_000,
  scenarios: 20,
  text: 125_000,
  hasPeers: true,
};

/** What is less than the rows of the table say; empty when nothing is. */
export function lessThanFull(sizes: BenchSizes): string {
  const names = Object.keys(FULL_SIZES) as (keyof BenchSizes)[];
  const less = names.filter((name) => sizes[name] < FULL_SIZES[name]);
  return less.map((name) => `${name} ${sizes[name]}`).join(', ');
}

/** Enough to see a loss of a tenth in what is compared with the kept figures. */
export const SHORT_SIZES: BenchSizes = {
  ...FULL_SIZES,
  large: 30_000,
  small: 5_000,
  million: 0,
  rounds: 7,
  webSessions: 20_000,
  hasPeers: false,
};
