import type { StepFailure } from '../core/scenario/runEvents';
import type { Step } from '../core/scenario/scenario';

/** A part that should be left out or tampered with must be in the request. Otherwise the step tests nothing. */
export function missingParts({ source, placeOf }: Step, missing: readonly string[] = []): StepFailure[] {
  if (missing.length === 0) return [];
  const dropped = new Set(source.request?.drop);
  const places = { drop: placeOf('/request/drop'), tamper: placeOf('/request/tamper') };
  return missing.map((part) => {
    const member = dropped.has(part) ? 'drop' : 'tamper';
    return {
      message: `The request has no ${part} that could be ${member === 'drop' ? 'dropped' : 'altered'}.`,
      place: places[member],
    };
  });
}
