import { randomBytes, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { emailWarning } from '../../core/edit/sessionEdit';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { isSafeFolderName } from '../../core/repair/safeName';
import type { ApplicationIdentity } from '../../core/session/applicationIdentity';
import { applicationFolderName } from '../../core/session/location';
import { type NewSessionFacts, newSession } from '../../core/session/newSession';
import type { SessionStatus } from '../../core/session/session';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { pick } from '../host/pick';

/** Where a new session file goes: a MobileApps folder, and the application if that is known already. */
export interface NewSessionPlace {
  readonly folder: string;
  readonly application?: string;
}

/** An Apple team id, and what stands for one, before the id of the application. */
const WITH_TEAM = /^([A-Z0-9]{10}|FAKETEAMID)\.(.+)$/;

/** Numbers the questions. How many there are depends on what is answered. */
export class QuestionNumbers {
  private asked = 0;

  /** @param following how many questions come after this one, as far as that is known */
  title(words: string, following: number): string {
    const number = ++this.asked;
    return l10n.t('New Session File ({0} of {1}): {2}', String(number), String(number + following), words);
  }
}

/**
 * Asks what a new session is of: application, team, device, e-mail and status. What the place tells is not asked. Undefined when
 * the user cancels.
 */
export async function askNewSession(
  { folder, application }: NewSessionPlace,
  index: SessionIndex,
  numbers: QuestionNumbers,
): Promise<NewSessionFacts | undefined> {
  const identity =
    application === undefined ? await askIdentity(folder, index, numbers) : identityOf(folder, application, index);
  if (!identity) return undefined;
  const { teamId, applicationId, applicationName } = identity;
  const deviceDescription = await ask(
    numbers.title(l10n.t('Which Device?'), 3),
    l10n.t('The device, as its owner would name it'),
    exampleDevice(teamId),
  );
  if (deviceDescription === undefined) return undefined;
  const isTaken = (deviceId: string) => {
    const { application: place, name } = newSession({
      ...identity,
      deviceId,
      deviceDescription,
      email: '',
      status: 'accepted',
    });
    return index.has({ folder, application: place, name });
  };
  const deviceId = await ask(
    numbers.title(l10n.t('Which Device Id?'), 2),
    l10n.t('The id of the device; the id of the session follows from it'),
    exampleId(teamId),
    (text) => (isTaken(text.trim()) ? l10n.t('This device has a session of this application already.') : undefined),
  );
  if (deviceId === undefined) return undefined;
  const email = await askEmail(numbers.title(l10n.t('Which User?'), 1));
  if (email === undefined) return undefined;
  const status = await askStatus(numbers.title(l10n.t('Which Status?'), 0));
  if (!status) return undefined;
  return {
    teamId,
    applicationId,
    ...(applicationName !== undefined && { applicationName }),
    deviceId: deviceId.trim(),
    deviceDescription: deviceDescription.trim(),
    email: email.trim(),
    status,
  };
}

/** What the sessions of a folder say that it is of, otherwise what its name says. */
function identityOf(folder: string, application: string, index: SessionIndex): ApplicationIdentity {
  const known = index.identityOf(folder, application);
  if (known && applicationFolderName(known.applicationId, known.teamId) === application) return known;
  const [, teamId = '', applicationId = application] = WITH_TEAM.exec(application) ?? [];
  return { teamId, applicationId };
}

type IdentityItem = vscode.QuickPickItem & { readonly identity?: ApplicationIdentity };

async function askIdentity(
  folder: string,
  index: SessionIndex,
  numbers: QuestionNumbers,
): Promise<ApplicationIdentity | undefined> {
  const known = index.applications(folder).map(({ name, title: label }): IdentityItem => {
    const identity = identityOf(folder, name, index);
    return { label: label ?? name, ...(label !== undefined && { description: name }), identity };
  });
  const other: IdentityItem = { label: l10n.t('Another Application…') };
  const options = () => ({ title: numbers.title(l10n.t('Which Application?'), 4), matchOnDescription: true });
  const chosen = known.length === 0 ? other : await pick([...known, other], options());
  if (!chosen) return undefined;
  if (chosen.identity) return chosen.identity;
  const team = await ask(
    numbers.title(l10n.t('Which Team?'), 5),
    l10n.t('The Apple team id; empty for an Android app'),
    '',
    undefined,
    true,
  );
  if (team === undefined) return undefined;
  const teamId = team.trim();
  const title = numbers.title(l10n.t('Which Application Id?'), 4);
  const applicationId = await ask(title, l10n.t('The id of the application'), 'com.example.app', (text) =>
    isSafeFolderName(applicationFolderName(text.trim(), teamId))
      ? undefined
      : l10n.t('The application folder cannot be named “{0}”.', applicationFolderName(text.trim(), teamId)),
  );
  return applicationId === undefined ? undefined : { teamId, applicationId: applicationId.trim() };
}

async function ask(
  title: string,
  prompt: string,
  value: string,
  refusal: (text: string) => string | undefined = () => undefined,
  mayBeEmpty = false,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt,
    value,
    validateInput: (text) => {
      if (text.trim() === '') return mayBeEmpty ? undefined : l10n.t('This may not be empty.');
      return refusal(text);
    },
  });
}

async function askEmail(title: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: l10n.t('E-mail of the user. Empty for a guest'),
    value: 'jane.doe@example.com',
    validateInput: (text) => {
      const words = emailWarning(text.trim());
      return words && { message: phraseIn(words), severity: vscode.InputBoxValidationSeverity.Warning };
    },
  });
}

async function askStatus(title: string): Promise<SessionStatus | undefined> {
  const items: (vscode.QuickPickItem & { status: SessionStatus })[] = [
    { label: l10n.t('accepted'), description: l10n.t('The device may use the app.'), status: 'accepted' },
    { label: l10n.t('pending'), description: l10n.t('It waits until somebody accepts it.'), status: 'pending' },
  ];
  return (await pick(items, { title }))?.status;
}

/** Android apps have no team. */
function exampleDevice(teamId: string): string {
  return teamId === '' ? 'Pixel 8' : 'iPhone 15';
}

function exampleId(teamId: string): string {
  return teamId === '' ? randomBytes(8).toString('hex') : randomUUID().toUpperCase();
}
