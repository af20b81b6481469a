import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import { describeClient, profileOf } from './clientProfile';
import { reviveFromCookie } from './tokenRevival';
import type { OpenSession, XasCall } from './xasCall';

/** The page that `originURI` names (docs/facts/mendix.md#cookies). */
const SIGN_IN_PAGE = '/login.html';

/**
 * Finds the session of a client that begins, or makes one: from its token, else for an anonymous user.
 * @param told the kind of client, if the request tells it
 * @returns undefined if nobody is signed in, and the app lets no anonymous users in
 */
export async function beginSession(
  call: XasCall,
  kind: ClientKind,
  told?: ClientKind,
): Promise<OpenSession | undefined> {
  // Another round comes only when another request has ended the session that was found.
  for (;;) {
    const found = await call.find();
    // That an anonymous session gives way to a token is inferred: else a user who is remembered stays away.
    const revived = found && !found.session.anonymous ? undefined : await reviveFromCookie(call, kind, found);
    if (revived) return revived;
    if (!found) return anonymousSession(call, kind);
    const active = await call.touch(told);
    if (active) return active;
  }
}

/** Gives the first cookies to a browser that follows a link, or opens the app (docs/facts/mendix.md#requests). */
export async function bringFirstCookies(call: XasCall): Promise<void> {
  if (call.mayHideCookies) {
    const waits = call.runtime.settings.switches.crossSiteLink === 'wait';
    call.note(waits ? 'mendix.cross-site.wait' : 'mendix.cross-site.session');
    // What the browser has would be overwritten. Its page sends it, and finds or makes the session.
    if (waits) return call.cookies.set('originURI', SIGN_IN_PAGE, 'browser');
  }
  const profile = profileOf(call);
  const open = await beginSession(call, profile.kind);
  if (open?.session.anonymous) call.note('mendix.session.first');
  // A client that has been described knows better, such as its time zone.
  if (call.cookies.get('DeviceType') === undefined) describeClient(call, profile.name);
}

/** That an anonymous session begins here is inferred (docs/facts/mendix.md#kinds-of-clients). */
async function anonymousSession(call: XasCall, kind: ClientKind): Promise<OpenSession | undefined> {
  if (!call.runtime.settings.anonymous) return undefined;
  const user = await call.runtime.users.createAnonymous();
  const open = await call.create(user, kind);
  call.note('mendix.session.anonymous', `The session ${open.session.id} was made for the new user ${user.name}.`);
  return open;
}
