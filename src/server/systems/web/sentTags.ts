import type { FaceRequest } from '../../kernel/answer/face';
import type { CookieSession } from './cookieSession';
import { note } from './note';
import { PageText } from './pageText';
import { type SemiDynamicPages, TagFailure } from './semiDynamicPage';
import type { CodeOutcome } from './webCode';

/** Without one of these, there is nothing to fill. */
const TAG = /<!--#?4D|\$4D/i;
const UTF_8 = /;\s*charset\s*=\s*"?utf-8/i;
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
  const text = new PageText(page?.bytes ?? answer.body);
  if (!text.isUtf8 && UTF_8.test(type)) note(request.trace, 'web.page.encoding');
  if (!TAG.test(text.text)) return outcome;
  try {
    const body = await semiDynamic.filled(text, request, current);
    return { kind: 'answer', answer: { ...answer, body } };
  } catch (error) {
    if (error instanceof TagFailure) return error.failure;
    throw error;
  }
}
