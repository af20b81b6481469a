import type { AnySlice } from '../server/systemSlice';
import type { RunOutline } from './outline';
import { type Run, runOf } from './run';
import type { RunEvent } from './runEvents';
import { secretsOfRun, shapesOf } from './runSecrets';
import { SecretTexts } from './secretTexts';
import { ShortSecrets } from './shortSecrets';

declare const covered: unique symbol;

/** A run without secrets, which others may see. Only `coveredRun` makes one. */
export type CoveredRun = Run & { readonly [covered]: true };

/**
 * Builds a run from its events and covers every secret in it, including those of steps that were taken back.
 * @param slices of all systems, which know their passcodes
 * @param more secrets that only the caller knows, such as values of secret variables
 * @param outline of the scenario, for a run that has not begun
 */
export function coveredRun(
  events: readonly RunEvent[],
  slices: readonly AnySlice[],
  more: readonly string[] = [],
  outline?: RunOutline,
): CoveredRun {
  const hide = coverOf(events, slices, more);
  return runOf(hide(events), outline && hide(outline)) as CoveredRun;
}

/**
 * The same where the secrets of the run were found before, as its events are told in part only.
 * @param secrets all of them
 */
export function coveredRunOf(
  events: readonly RunEvent[],
  slices: readonly AnySlice[],
  secrets: Iterable<string>,
  outline: RunOutline,
): CoveredRun {
  const hide = hiding(slices, secrets);
  return runOf(hide(events), hide(outline)) as CoveredRun;
}

/** The events of a run with every secret covered. The parameters are those of `coveredRun`. */
export function coveredEvents(
  events: readonly RunEvent[],
  slices: readonly AnySlice[],
  more: readonly string[] = [],
): readonly RunEvent[] {
  return coverOf(events, slices, more)(events);
}

function coverOf(events: readonly RunEvent[], slices: readonly AnySlice[], more: readonly string[]) {
  return hiding(slices, [...secretsOfRun(events, slices), ...more]);
}

function hiding(slices: readonly AnySlice[], known: Iterable<string>) {
  const secrets = new SecretTexts(known, new ShortSecrets(true));
  const shapes = shapesOf(slices);
  return <T>(value: T): T => shapes.coveredJson(secrets.coveredJson(value));
}
