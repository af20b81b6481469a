const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The names of each unit: the short ones, then the words of each language of the product. */
const NAMES: readonly (readonly [ms: number, names: string])[] = [
  [1, 'ms msec millisecond milliseconds milliseconde millisecondes ミリ秒'],
  [SECOND, 's sec secs second seconds seconde secondes 秒 秒間'],
  [MINUTE, 'm min mins mn minute minutes 分 分間'],
  [HOUR, 'h hr hrs hour hours heure heures 時間'],
  [DAY, 'd day days j jour jours 日 日間'],
  [7 * DAY, 'w week weeks sem semaine semaines 週 週間'],
];

/** The milliseconds of each unit of a length of time by each of its names. A month and a year have no fixed length. */
export const DURATION_UNITS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap(([ms, names]) => names.split(' ').map((name) => [name, ms] as const)),
);
