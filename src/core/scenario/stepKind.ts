import { type Phrase, phrase } from '../compliance/phrase';
import { STEP_KINDS, type StepSource } from './scenarioSource';

/** What is wrong with a step. */
export interface StepProblem {
  readonly phrase: Phrase;
  /** Below the step. */
  readonly pointer: string;
}

/** Finds steps that are two things, or that lack what their kind needs. */
export function kindProblems(step: StepSource): StepProblem[] {
  const problems: StepProblem[] = [];
  const say = (words: Phrase, pointer = '') => problems.push({ phrase: words, pointer });
  const [first, second] = STEP_KINDS.filter((kind) => step[kind] !== undefined);
  if (second) say(phrase('A step is one thing: either "{0}" or "{1}".', String(first), second), `/${second}`);
  if (!first && (step.title === undefined || step.from === undefined || step.to === undefined)) {
    say(phrase('A message that is only drawn needs "title", "from" and "to".'));
  }
  if (step.request && (step.from === undefined || step.to === undefined)) {
    say(phrase('A request needs "from" and "to".'), '/request');
  }
  const hasMore = first === 'note' || first === 'include' || first === undefined;
  for (const member of ['take', 'expect'] as const) {
    if (hasMore && step[member]) say(phrase('There is nothing to look at in this step.'), `/${member}`);
  }
  return problems;
}
