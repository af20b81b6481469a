import type { ShownStep } from './runEvents';
import { type Step, titleOf } from './scenario';

/** A step for views, as plain JSON. */
export function shownStep({ index, kind, source, place }: Step): ShownStep {
  const { from, over, request, expect } = source;
  // What is done with a device stays there. The requests that its app sends are messages of their own.
  const to = kind === 'device' ? from : source.to;
  return {
    index,
    kind,
    title: titleOf(source),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(over && { over }),
    // What is made by hand is made alone.
    ...(request?.alongside && index >= 0 && { alongside: true }),
    ...(expect && Object.keys(expect).length > 0 && { expects: true }),
    place,
  };
}
