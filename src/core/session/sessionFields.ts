/** The fields that identify a session, as far as a JSON value has them with the right type. */
export interface SessionFields {
  applicationId?: string;
  applicationName?: string;
  /**
   * Empty when `team` or its id is absent. 4D treats both alike (docs/facts/4d-mobile.md#the-application-folder). Not
   * set when the type is wrong.
   */
  teamId?: string;
  teamName?: string;
  sessionId?: string;
  deviceId?: string;
  deviceDescription?: string;
  deviceVersion?: string;
  deviceOs?: string;
  email?: string;
  status?: string;
  token?: string;
  /** `device.token`. Not set when it names no device, as in a simulator: it is empty, or `BOOTED`. */
  pushToken?: string;
  simulator: boolean;
  jailbroken: boolean;
}

/** The fields that are not secret. */
export type ListedFields = Omit<SessionFields, 'token' | 'pushToken'>;

/** What stands for a push token in each simulator that runs (docs/facts/4d-mobile.md#members-of-a-session-file). */
const BOOTED = 'booted';

/** Reads the fields that are there. A missing field or one of the wrong type is not set. */
export function sessionFields(value: unknown): SessionFields {
  const root = record(value);
  const application = record(root.application);
  const device = record(root.device);
  const teamName = text(record(root.team).name);
  const deviceToken = text(device.token);
  const fields: Record<Exclude<keyof SessionFields, 'teamName' | 'pushToken'>, unknown> = {
    applicationId: text(application.id),
    applicationName: text(application.name),
    teamId: teamId(root.team),
    sessionId: text(record(root.session).id),
    deviceId: text(device.id),
    deviceDescription: text(device.description),
    deviceVersion: typeof device.version === 'number' ? String(device.version) : text(device.version),
    deviceOs: text(device.os),
    email: text(root.email),
    status: text(root.status),
    token: text(root.token),
    simulator: device.simulator === true,
    jailbroken: device.jb === true,
  };
  // Few sessions have these, and there may be a hundred thousand sessions.
  const found = fields as SessionFields;
  if (teamName !== undefined) found.teamName = teamName;
  if (deviceToken !== undefined && isPushToken(deviceToken)) found.pushToken = deviceToken;
  return found;
}

/** Whether the text of `device.token` names a device. */
export function isPushToken(deviceToken: string): boolean {
  return deviceToken !== '' && deviceToken !== BOOTED;
}

/** The fields without the tokens of connection and push. */
export function listedFields(fields: SessionFields): ListedFields {
  // One by one, because to copy all but two of them takes longer than to check the file.
  const listed: Record<Exclude<keyof ListedFields, 'teamName'>, unknown> = {
    applicationId: fields.applicationId,
    applicationName: fields.applicationName,
    teamId: fields.teamId,
    sessionId: fields.sessionId,
    deviceId: fields.deviceId,
    deviceDescription: fields.deviceDescription,
    deviceVersion: fields.deviceVersion,
    deviceOs: fields.deviceOs,
    email: fields.email,
    status: fields.status,
    simulator: fields.simulator,
    jailbroken: fields.jailbroken,
  };
  const { teamName } = fields;
  return (teamName === undefined ? listed : { ...listed, teamName }) as ListedFields;
}

/** Whether a JSON value is an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function teamId(team: unknown): string | undefined {
  const absent = team === undefined || (isRecord(team) && team.id === undefined);
  return absent ? '' : text(record(team).id);
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
