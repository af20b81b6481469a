import type { ShownStep } from './runEvents';

type StepLook = Pick<ShownStep, 'kind' | 'alongside'>;

/** Whether a step is only told in the diagram: nothing is sent, and nothing changes. */
export function isDrawnOnly({ kind }: Pick<ShownStep, 'kind'>): boolean {
  return kind === 'note' || kind === 'message';
}

/** The step that really does something next. Undefined when only drawn ones are left. */
export function nextRealStep(steps: readonly StepLook[], next: number): number | undefined {
  const at = steps.findIndex((step, index) => index >= next && !isDrawnOnly(step));
  return at < 0 ? undefined : at;
}

/**
 * Where a press of Step comes to: behind the next step that really does something, and those at the same moment. What is
 * only drawn comes along with the real step after it; at the end of the flow with the one before it.
 */
export function endOfStretch(steps: readonly StepLook[], next: number): number {
  const real = nextRealStep(steps, next);
  if (real === undefined) return steps.length;
  let end = real + 1;
  while (steps[end]?.alongside) end++;
  return nextRealStep(steps, end) === undefined ? steps.length : end;
}

/** Whether the step before this one is only drawn, so that Step Back takes it along. */
export function isDrawnBefore(steps: readonly StepLook[], next: number): boolean {
  const before = steps[next - 1];
  return before !== undefined && isDrawnOnly(before);
}
