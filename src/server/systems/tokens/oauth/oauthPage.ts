import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html, raw } from '../../../../core/base/html';
import { OAUTH_PAGE_STYLE } from './oauthPageStyle';

const STYLE_HASH = `'sha256-${createHash('sha256').update(OAUTH_PAGE_STYLE).digest('base64')}'`;

/** A page of the authorization endpoint. */
export interface OauthPage {
  readonly status: number;
  readonly title: string;
  readonly body: Html;
  /** Where its form may lead in the end, as a Content Security Policy has it. Absent: it has no form. */
  readonly formTarget?: string;
  readonly cookie?: string;
}

/** Sends a page that runs no script and loads nothing. No site may have it in a frame (RFC 9700, 4.16). */
export function sendOauthPage(reply: FastifyReply, page: OauthPage): FastifyReply {
  const { status, title, body, formTarget, cookie } = page;
  const forms = formTarget === undefined ? "'none'" : `'self' ${formTarget}`;
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src ${STYLE_HASH}; img-src data:; form-action ${forms}; frame-ancestors 'none'; base-uri 'none'`,
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      // With no-referrer the form would come with “Origin: null”.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      pragma: 'no-cache',
      ...(cookie !== undefined && { 'set-cookie': cookie }),
    })
    .send(
      String(html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>${raw(OAUTH_PAGE_STYLE)}</style></head>
<body>
<main>
${body}
</main>
<footer><p>Dev session server: for development only</p></footer>
</body>
</html>
`),
    );
}
