import * as vscode from 'vscode';
import { WEB_CALLS } from '../../../core/systems/web/webCalls';
import type { MadeOtp } from '../../../core/systems/web/webSession';
import type { Command } from '../../contract/command';
import { clockText } from '../../host/clockText';
import type { CommandRegistry } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { askDuration, offeredDurations } from '../../server/durationInput';
import type { ServerNode } from '../../server/serverNode';
import { durationText } from '../../server/serverText';
import { WEB_COMMANDS } from './webContract';
import type { WebCookies } from './webCookies';
import type { WebNode } from './webNode';
import { otpFor, sessionFor, type WebParts, type WebTarget, webClient } from './webTargets';
import { otpLink, webSessionName } from './webText';

const SECOND = 1000;
const MINUTE = 60_000;
/** The minimum of 4D 20 R9, and typical times for a mail and a payment. */
const LIFESPANS = [10 * SECOND, MINUTE, 10 * MINUTE];

/** Registers the commands that create, change and end web sessions and their passcodes. */
export function registerWebCommands(commands: CommandRegistry, parts: WebParts, cookies: WebCookies): void {
  const links = new LinkPath();
  const onSession = (command: Command<[node?: ServerNode | undefined]>, run: (target: WebTarget) => Promise<void>) =>
    commands.register(command, async (node) => {
      const target = await sessionFor(parts, node);
      if (target) await run(target);
    });
  const linkOf = async (otp: string): Promise<string | undefined> => {
    const { state } = parts.server;
    const path = state && (await links.ask());
    return path === undefined || !state ? undefined : otpLink(await parts.server.externalUrl(state.url), path, otp);
  };
  const copyLink = async (otp: string) => {
    const link = await linkOf(otp);
    if (link !== undefined) await copy(link);
  };

  commands.register(WEB_COMMANDS.webCreateSession, async () => {
    const client = await webClient(parts);
    if (!client) return;
    const made = await client.ask(WEB_CALLS.make());
    cookies.add(made);
    const row: WebNode = { kind: 'webSession', id: made.id };
    await parts.reveal(row);
  });
  onSession(WEB_COMMANDS.webCreateOtp, async ({ client, session }) => {
    const lifespan = await askLifespan(session.idleTimeout);
    if (!lifespan) return;
    const made = await client.ask(WEB_CALLS.createOtp(session.id, lifespan.seconds));
    // Not awaited, because a notification may stay open for long.
    void tellMade(made, copyLink);
  });
  commands.register(WEB_COMMANDS.webCopyOtp, async (node?: ServerNode) => {
    const target = await otpFor(parts, node);
    if (target) await copy(target.live.otp);
  });
  commands.register(WEB_COMMANDS.webCopyLink, async (node?: ServerNode) => {
    const target = await otpFor(parts, node);
    if (target) await copyLink(target.live.otp);
  });
  commands.register(WEB_COMMANDS.webOpenLink, async (node?: ServerNode) => {
    const target = await otpFor(parts, node);
    const link = target && (await linkOf(target.live.otp));
    if (link !== undefined) await vscode.env.openExternal(vscode.Uri.parse(link, true));
  });
  onSession(WEB_COMMANDS.webCopyCookie, async ({ session }) => {
    const cookie = cookies.textOf(session.id);
    if (cookie !== undefined) await copy(cookie);
    else {
      void vscode.window.showInformationMessage(
        l10n.t(
          'The server tells a cookie only to whoever makes the session. A passcode brings this session into another browser.',
        ),
      );
    }
  });
  onSession(WEB_COMMANDS.webSetUserName, async ({ client, session }) => {
    const userName = await vscode.window.showInputBox({
      title: l10n.t('User Name of Web Session'),
      value: session.userName,
    });
    if (userName !== undefined) await client.ask(WEB_CALLS.change(session.id, { userName: userName.trim() }));
  });
  onSession(WEB_COMMANDS.webSetPrivileges, async ({ client, session }) => {
    const text = await vscode.window.showInputBox({
      title: l10n.t('Privileges of Web Session'),
      value: session.privileges.join(', '),
      prompt: l10n.t('Several with commas between them.'),
    });
    if (text === undefined) return;
    const privileges = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    await client.ask(WEB_CALLS.change(session.id, { privileges }));
  });
  commands.register(WEB_COMMANDS.webExpire, (node?: ServerNode) => expire(parts, node));
}

/** Lets a session or a passcode expire by moving the clock to its end. */
async function expire(parts: WebParts, node: ServerNode | undefined): Promise<void> {
  const row = node ?? parts.selection()[0];
  const isOtp = row?.kind === 'webOtp';
  const withOtp = isOtp ? await otpFor(parts, node) : undefined;
  const target = isOtp ? withOtp : await sessionFor(parts, node);
  if (!target) return;
  const { client, session } = target;
  const {
    clock,
    systems: { web },
  } = await client.state();
  const end = Date.parse(withOtp?.live.expiresAt ?? session.expirationDate);
  const advanceMs = Math.max(0, end - Date.parse(clock.now));
  const others = (web?.sessions ?? []).filter(
    ({ id, expirationDate }) => id !== session.id && Date.parse(expirationDate) <= end,
  ).length;
  const go = l10n.t('Advance Clock');
  const what = isOtp
    ? l10n.t('Advance the clock by {0}, so that this passcode is over?', durationText(advanceMs))
    : l10n.t(
        'Advance the clock by {0}, so that the web session “{1}” is over?',
        durationText(advanceMs),
        webSessionName(session),
      );
  const detail = l10n.t(
    'Time is the same for the whole server. Other web sessions that end too: {0}. Codes and links may end as well.',
    others,
  );
  if ((await vscode.window.showWarningMessage(what, { modal: true, detail }, go)) !== go) return;
  await client.moveClock({ advanceMs });
}

/** Asks for a lifespan. Undefined if the user cancels. A result without seconds means the idle timeout. */
async function askLifespan(idleTimeout: number): Promise<{ readonly seconds?: number } | undefined> {
  const title = l10n.t('How Long Is the Passcode Good?');
  const ofSession = {
    label: durationText(idleTimeout * MINUTE),
    description: l10n.t('the idle timeout of the session'),
  };
  const chosen = await askDuration(title, [ofSession, ...offeredDurations(LIFESPANS)]);
  if (!chosen) return undefined;
  const { ms } = chosen;
  if (ms === undefined) return {};
  return { seconds: Math.max(1, Math.round(ms / SECOND)) };
}

async function tellMade({ otp, expiresAt }: MadeOtp, copyLink: (otp: string) => Promise<void>): Promise<void> {
  const link = l10n.t('Copy Passcode as Link…');
  const code = l10n.t('Copy Passcode');
  const message = l10n.t('The passcode is good until {0}, once.', clockText(Date.parse(expiresAt), true));
  const answer = await vscode.window.showInformationMessage(message, link, code);
  if (answer === link) await copyLink(otp);
  else if (answer === code) await copy(otp);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
}

/** Asks for the path of a link, and remembers it for the next time. */
class LinkPath {
  private last = '/';

  async ask(): Promise<string | undefined> {
    const path = await vscode.window.showInputBox({
      title: l10n.t('Where Does the Link Lead?'),
      value: this.last,
      prompt: l10n.t('A path of the server; a page, a request handler or /4DACTION/….'),
      validateInput: (text) =>
        /^\/[^\s#]*$/.test(text.trim()) ? undefined : l10n.t('A path begins with / and has no white space and no #.'),
    });
    if (path === undefined) return undefined;
    this.last = path.trim();
    return this.last;
  }
}
