import { encodeToken } from './connectionToken';
import { applicationFolderName } from './location';
import type { Session, SessionDevice, SessionStatus } from './session';
import { deriveSessionId } from './sessionId';

/** What a new session is of. */
export interface NewSessionFacts {
  /** Empty without a team, as Android apps have none. */
  readonly teamId: string;
  readonly applicationId: string;
  /** The last part of the application id unless given. */
  readonly applicationName?: string;
  readonly applicationVersion?: string;
  readonly deviceId: string;
  readonly deviceDescription: string;
  /** Empty for a guest. */
  readonly email: string;
  readonly status: SessionStatus;
}

/** A session file that is not there yet. */
export interface NewSession {
  /** The name of its application folder. */
  readonly application: string;
  /** The name of the file. */
  readonly name: string;
  readonly text: string;
}

/** The session file that 4D would write for a device that logs in for the first time. It has no finding. */
export function newSession(facts: NewSessionFacts): NewSession {
  const { teamId, applicationId, deviceId, email, status } = facts;
  const id = deriveSessionId({ teamId, applicationId, deviceId });
  const session: Session = {
    application: {
      id: applicationId,
      name: facts.applicationName ?? applicationId.split('.').at(-1) ?? applicationId,
      version: facts.applicationVersion ?? '1.0.0',
    },
    ...(teamId !== '' && { team: { id: teamId } }),
    language: { id: 'en_US', code: 'en', region: 'US' },
    email,
    device: deviceOf(facts),
    ...(teamId !== '' && status === 'pending' && { send: 'link' as const }),
    session: { id, ip: '::1' },
    status,
    token: encodeToken({ appNameID: applicationId, id, teamID: teamId }),
  };
  const text = `${JSON.stringify(session, undefined, '\t')}\n`;
  return { application: applicationFolderName(applicationId, teamId), name: id, text };
}

/** An app without a team is one for Android. */
function deviceOf({ teamId, deviceId: id, deviceDescription: description }: NewSessionFacts): SessionDevice {
  return teamId === ''
    ? { id, description, version: '14', os: 'Android', simulator: false }
    : { id, description, version: '17.4', os: 'iOS' };
}
