import { type FlowStrings, filled } from '../core/flows/flowWords';
import { cookieKey } from '../core/flows/heldView';
import type { Exchange } from '../core/scenario/run';
import type { KeptCookie } from '../core/scenario/runEvents';
import { Icon } from './icons';
import { useParts } from './pageParts';

/** Each cookie of the actor before and after a message, with whether it was sent, and why not. */
export function Cookies({ message: { sent, answer } }: { readonly message: Exchange }) {
  const { words } = useParts();
  const before = sent.cookiesBefore;
  const refused = (answer?.answer?.setCookies ?? []).filter((each) => each.refused !== undefined);
  const sentHeader = sent.request.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
  const sentNames = sentHeader.split(/;\s*/).map((pair) => pair.split('=', 1)[0]);
  const kept = new Map<string, { old?: KeptCookie; now?: KeptCookie }>();
  for (const old of before) kept.set(cookieKey(old), { old });
  for (const now of answer?.cookiesAfter ?? before) kept.set(cookieKey(now), { ...kept.get(cookieKey(now)), now });
  const heads = [words.cookieName, words.cookieBefore, words.cookieAfter];
  return (
    <section>
      <h3>{filled(words.cookies, sent.as)}</h3>
      {kept.size + refused.length === 0 ? (
        <p class="hint">{words.noCookies}</p>
      ) : (
        <table class="cookies">
          <thead>
            <tr>
              {heads.map((text) => (
                <th key={text} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...kept].map(([key, { old, now }]) => {
              const name = (now ?? old)?.name ?? '';
              const why = sent.heldBack.find((each) => each.name === name)?.why;
              return (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td>
                    {old ? <code>{old.value}</code> : '–'}
                    {old && sentNames.includes(name) && <span class="mark">{words.cookieSent}</span>}
                    {why !== undefined && <KeptBack text={filled(words.cookieKeptBack, why)} />}
                  </td>
                  <td>
                    <After old={old} now={now} />
                  </td>
                </tr>
              );
            })}
            {refused.map(({ name, refused: why = '' }) => (
              <tr>
                <th scope="row">{name}</th>
                <td>–</td>
                <td>
                  <KeptBack text={filled(words.cookieRefused, why)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function KeptBack({ text }: { readonly text: string }) {
  return (
    <span class="mark kept-back">
      <Icon name="lock" />
      {text}
    </span>
  );
}

function After({ old, now }: { readonly old: KeptCookie | undefined; readonly now: KeptCookie | undefined }) {
  const { words } = useParts();
  if (!now) return <span class="mark">{words.cookieGone}</span>;
  const change = !old ? words.cookieNew : old.value !== now.value ? words.cookieChanged : undefined;
  return (
    <>
      <code>{now.value}</code>
      {change !== undefined && <span class="mark">{change}</span>}
      <span class="also">{attributesText(now, words)}</span>
    </>
  );
}

/** The attributes of a cookie, written as in `Set-Cookie`. */
export function attributesText(cookie: KeptCookie, words: FlowStrings): string {
  const { path, secure, httpOnly, sameSite, expiresAt } = cookie;
  return [
    `Path=${path}`,
    ...(sameSite ? [`SameSite=${sameSite}`] : []),
    ...(secure ? ['Secure'] : []),
    ...(httpOnly ? ['HttpOnly'] : []),
    expiresAt === undefined
      ? words.cookieSessionOnly
      : filled(words.cookieUntil, expiresAt.replace('T', ' ').slice(0, 19)),
  ].join(' · ');
}
