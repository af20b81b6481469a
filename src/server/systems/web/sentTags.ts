import type { FaceRequest } from '../../kernel/answer/face';
import type { CookieSession } from './cookieSession';
import { type SemiDynamicPages, TagFailure } from './semiDynamicPage';
import type { CodeOutcome } from './webCode';

/** Without one of these, there is nothing to fill. */
const TAG = /<!--#?4D|\$4D/i;
const TEXT = /^text\//i;

/**
 * Fills the tags of what WEB SEND TEXT, WEB SEND BLOB and WEB SEND FILE send, if it is a text
 * (docs/facts/4d-web.md#web-commands).
 */
export async function withFilledTags(
  outcome: CodeOutcome,
  semiDynamic: Pick<SemiDynamicPages, 'filled'>,
  request: FaceRequest,
  current: CookieSession,
): Promise<CodeOutcome> {
  if (outcome.kind !== 'answer' || outcome.answer.hasTags !== true) return outcome;
  const { answer, page } = outcome;
  const type = Object.entries(answer.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (!TEXT.test(type)) return outcome;
  const text = Buffer.from(page?.bytes ?? answer.body).toString('utf8');
  if (!TAG.test(text)) return outcome;
  try {
    const body = Buffer.from(await semiDynamic.filled(text, request, current));
    return { kind: 'answer', answer: { ...answer, body } };
  } catch (error) {
    if (error instanceof TagFailure) return error.failure;
    throw error;
  }
}
