import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html, raw } from '../../../core/base/html';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .4rem .6rem; border-bottom: 1px solid #8886; vertical-align: top; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 24rem; border: 1px solid #8886; background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8886; padding: .6rem; }
code { font-size: 1.2em; }
input { font: inherit; letter-spacing: .1em; }
fieldset { margin: 1rem 0; border: 1px solid #8886; }
fieldset p { margin: .4rem 0; }
button { font: inherit; }
@media (max-width: 30rem) { dl { display: block; } dd { margin: 0 0 .6rem; } h1 { font-size: 1.5rem; } }
figure { margin: 1rem 0; } figure svg { width: 12rem; max-width: 100%; height: auto; display: block; }
form[data-login] label { display: inline-block; min-width: 10rem; } form[data-login] input { max-width: 100%; box-sizing: border-box; letter-spacing: normal; }
small { font-size: .8em; font-weight: normal; }
#journal { list-style: none; margin: 0 0 1.5rem; padding: 0; }
details { margin: .5rem 0; }
#journal li { padding: .4rem .6rem; border-inline-start: 4px solid #2a7f3f; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
#journal li.refused { border-inline-start: 4px double #c0392b; }
#journal .mark { font-weight: bold; } #journal .more { display: block; font-size: .85em; }
`;

/** What few pages need. */
export interface PageNeeds {
  /** Additional origins to which its forms may lead, also by a redirect. */
  readonly formTargets?: readonly string[];
  /** The only script that it runs, by its hash. The script may call this server. */
  readonly script?: string;
  /** As `lang` has it. English unless given. */
  readonly language?: string;
}

/** Answers with a page that loads nothing, and runs no script but its own. */
export function sendPage(
  reply: FastifyReply,
  status: number,
  title: string,
  body: Html,
  { formTargets = [], script, language = 'en' }: PageNeeds = {},
): FastifyReply {
  return reply
    .code(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      // The page of a mail has inline styles, and its pictures are data URLs.
      'content-security-policy':
        `default-src 'none'; ${script === undefined ? '' : scriptPolicy(script)}style-src 'unsafe-inline'; img-src data:; form-action ${["'self'", ...formTargets].join(' ')}; ` +
        "frame-ancestors 'self'; base-uri 'none'",
      'cache-control': 'no-store',
      // With no-referrer, a form would send “Origin: null” and would be refused.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .send(
      String(html`<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${raw(STYLE)}</style></head>
<body>
<h1>${title}</h1>
${body}
${script !== undefined && html`<script>${raw(script)}</script>`}
</body>
</html>
`),
    );
}

function scriptPolicy(script: string): string {
  return `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; connect-src 'self'; `;
}
