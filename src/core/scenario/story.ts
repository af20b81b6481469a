import type { Diagram, DiagramRow } from './diagram';
import { answerWords } from './exchangeWords';

/** The diagram as English sentences, one for each row. They are for screen readers and plain text. */
export function storyOf({ rows }: Diagram): string[] {
  return rows.map((row) => sentence(row));
}

function sentence(row: DiagramRow): string {
  const { kind, text, from, to, over, isAct, request, answer, outcome, taken, state, causes, failures, verdict } = row;
  const { heldBack, says = [] } = row.words ?? {};
  const parts: string[] = row.alongside ? ['At the same moment:'] : [];
  if (isAct) parts.push(`With ${from}: ${text}`);
  else if (kind === 'message') parts.push(from === to ? `${from}, to itself: ${text}` : `${from} to ${to}: ${text}`);
  else if (kind === 'note') parts.push(`Note over ${over.join(' and ')}: ${text}`);
  else if (kind === 'device') parts.push(`${over.join()} now: ${text}`);
  else parts.push(text);
  if (outcome !== undefined) parts.push(outcome);
  if (taken) parts.push(`Transitions: ${taken.join(', then ')}`);
  if (request !== undefined) parts.push(request);
  if (heldBack !== undefined) parts.push(heldBack);
  if (state === 'planned') parts.push(verdict === 'skipped' ? 'Skipped' : 'Not yet sent');
  if (state === 'sent') parts.push('No answer yet');
  if (state === 'answered') parts.push(`Answer: ${answerWords(answer, row.words)}`);
  if (state === 'unanswered') parts.push(`No answer: ${answerWords(answer, row.words)}`);
  parts.push(...says);
  if (causes.length > 0) parts.push(`Reason codes: ${causes.join(', then ')}`);
  if (verdict === 'failed') parts.push(`Failed: ${failures.join(' ')}`);
  return parts.map((part) => (/[.!?:]$/.test(part) ? part : `${part}.`)).join(' ');
}
