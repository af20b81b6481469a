import { answerGist, type GistCover } from '../core/flows/answerGist';
import { NamedSecrets } from '../core/redaction/namedSecrets';
import { redactBody, redactUrl } from '../core/redaction/redactMessage';
import { passcodesIn } from '../core/scenario/facts';
import type { Run } from '../core/scenario/run';
import type { RunEvent } from '../core/scenario/runEvents';
import { shapesOf } from '../core/scenario/runSecrets';
import { covered } from '../core/scenario/secrets';
import { chosenSecrets, SLICES } from '../core/systems';
import type { ScenarioRunner } from './runner';

/** An event with what an answer says in short, if it is one. The run is as it was before the event. */
export function withAnswerWords(event: RunEvent, { state, url }: Run, runner: ScenarioRunner): RunEvent {
  if (event.kind !== 'messageAnswered' || !event.answer.answer) return event;
  const { secretNames, logins } = chosenSecrets(runner.serverOptions);
  const passcodes = state ? passcodesIn(state, SLICES) : [];
  const secrets = [...runner.secretTexts, ...runner.typedTexts, ...passcodes];
  const names = new NamedSecrets({ names: secretNames, logins });
  const cover: GistCover = {
    url: (address) => redactUrl(address, names),
    body: (body, type) => redactBody(body, type, body.length, names),
    text: (text) => shapesOf(SLICES).covered(covered(text, secrets)),
  };
  const gist = answerGist(event.answer.answer, cover, url);
  return gist ? { ...event, answer: { ...event.answer, gist } } : event;
}
