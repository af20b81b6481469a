import fc from 'fast-check';
import type { SessionText } from '../../../src/core/compliance/sessionChecker';
import { encodeToken } from '../../../src/core/session/connectionToken';
import type { Session } from '../compliance/checking';
import { anySession, anyStyle, placeOf, type Style } from './styledSession';

/** A session file before it is written; damages change it. */
export interface UnwrittenSession {
  session: Session;
  applicationFolder: string;
  name: string;
  edit: (text: string) => string;
}

export interface Damage {
  readonly what: string;
  /** `whole`: the safe repairs bring back what it was. `mended`: another file without error. `left`: a person has to. */
  readonly outcome: 'whole' | 'mended' | 'left';
  readonly fits?: (session: Session) => boolean;
  readonly damage: (unwritten: UnwrittenSession) => void;
}

const HEX = 'ab'.repeat(20);
const accepted = ({ status }: Session) => status === 'accepted';
const hasToken = ({ token }: Session) => token !== undefined;

/** Puts a value at a path, or takes it away. */
function put(path: string, value: unknown): (unwritten: UnwrittenSession) => void {
  return ({ session }) => {
    const keys = path.split('.');
    const last = keys.pop() as string;
    let holder = session;
    for (const key of keys) holder = holder[key];
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}

function edited(edit: UnwrittenSession['edit']): Damage['damage'] {
  return (unwritten) => {
    unwritten.edit = edit;
  };
}

function place({ folder, name }: { folder?: string; name?: (name: string) => string }): Damage['damage'] {
  return (unwritten) => {
    unwritten.applicationFolder = folder ?? unwritten.applicationFolder;
    unwritten.name = name?.(unwritten.name) ?? unwritten.name;
  };
}

function foreignToken(ids: object): Damage['damage'] {
  return ({ session }) => {
    session.token = tokenOf(session, ids);
  };
}

function accept(session: Session): void {
  session.status = 'accepted';
  session.token = tokenOf(session);
}

export function tokenOf(session: Session, ids: object = {}): string {
  const { application, team } = session;
  return encodeToken({ appNameID: application.id, id: session.session.id, teamID: team?.id ?? '', ...ids });
}

export const DAMAGES: readonly Damage[] = [
  // mobi/2
  { what: 'a comment', outcome: 'left', damage: edited((text) => text.replace('{', '{ // x\n')) },
  { what: 'nothing', outcome: 'left', damage: edited(() => '') },
  // mobi/1
  { what: 'another file name', outcome: 'whole', damage: place({ name: () => HEX }) },
  { what: 'the name of a copy', outcome: 'whole', damage: place({ name: (name) => `${name} copy` }) },
  { what: 'another folder', outcome: 'whole', damage: place({ folder: 'K7Q2M9X4TB.com.other' }) },
  { what: 'no folder of an application', outcome: 'whole', damage: place({ folder: 'Others' }) },
  {
    what: 'another folder and file name',
    outcome: 'whole',
    damage: place({ folder: 'com.other', name: () => 'abc' }),
  },
  { what: 'a session id changed by hand', outcome: 'whole', damage: put('session.id', HEX) },
  {
    what: 'an application id changed by hand',
    outcome: 'whole',
    // With a team that nothing else names, the folder of no team could be any application's.
    damage: put('application.id', 'com.typo'),
  },
  {
    what: 'a team id changed by hand',
    outcome: 'whole',
    fits: ({ team }) => Boolean(team?.id),
    damage: put('team.id', 'OTHERTEAM0'),
  },
  {
    what: 'an id that is no file name',
    outcome: 'left',
    damage: ({ session }) => {
      session.session.id = '../../etc/passwd';
      if (session.token !== undefined) session.token = tokenOf(session);
      session.device.id = '';
    },
  },
  // mobi/3
  ...['email', 'language', 'application.name', 'application.version', 'language.id', 'language.code', 'session.ip'].map(
    (path): Damage => ({ what: `no ${path}`, outcome: 'mended', damage: put(path, undefined) }),
  ),
  { what: 'no device description', outcome: 'mended', damage: put('device.description', undefined) },
  { what: 'no status', outcome: 'mended', damage: put('status', undefined) },
  { what: 'no session id', outcome: 'whole', damage: put('session.id', undefined) },
  { what: 'no session', outcome: 'mended', damage: put('session', undefined) },
  { what: 'no application id', outcome: 'whole', damage: put('application.id', undefined) },
  { what: 'no application', outcome: 'mended', damage: put('application', undefined) },
  { what: 'an empty application id', outcome: 'whole', damage: put('application.id', '') },
  { what: 'an empty session id', outcome: 'whole', damage: put('session.id', '') },
  { what: 'no token', outcome: 'whole', fits: accepted, damage: put('token', undefined) },
  { what: 'no team id', outcome: 'whole', fits: ({ team }) => Boolean(team?.id), damage: put('team.id', undefined) },
  { what: 'no team at all', outcome: 'whole', fits: ({ team }) => team !== undefined, damage: put('team', null) },
  { what: 'no device id', outcome: 'left', damage: put('device.id', undefined) },
  { what: 'no device', outcome: 'left', damage: put('device', undefined) },
  { what: 'a misspelt status', outcome: 'whole', fits: accepted, damage: put('status', 'Acepted ') },
  { what: 'an unknown status', outcome: 'left', damage: put('status', 'rejected') },
  { what: 'a status that is a number', outcome: 'left', damage: put('status', 1) },
  {
    what: 'accepted, misspelt, without a token',
    outcome: 'mended',
    damage: ({ session }) => {
      session.status = 'ACCEPTED';
      delete session.token;
    },
  },
  { what: 'an unknown way to send', outcome: 'left', damage: put('send', 'pigeon') },
  { what: 'a misspelt way to send', outcome: 'mended', damage: put('send', 'Link') },
  { what: 'a version that is a number', outcome: 'mended', damage: put('application.version', 1.5) },
  { what: 'a simulator in quotes', outcome: 'whole', damage: put('device.simulator', 'true') },
  { what: 'an e-mail address that is null', outcome: 'mended', damage: put('email', null) },
  { what: 'a language that is a list', outcome: 'whole', damage: put('language.code', ['en']) },
  { what: 'a language that is a text', outcome: 'left', damage: put('language', 'en_US') },
  { what: 'a session id that is a number', outcome: 'left', damage: put('session.id', 7023) },
  { what: 'a token that is no text', outcome: 'whole', fits: hasToken, damage: put('token', {}) },
  { what: 'a list', outcome: 'left', damage: edited((text) => `[${text.replace(/^\ufeff/, '')}]`) },
  // mobi/4
  {
    what: 'the token of another session',
    outcome: 'whole',
    fits: hasToken,
    damage: foreignToken({ id: HEX }),
  },
  {
    what: 'the token of another team',
    outcome: 'whole',
    fits: hasToken,
    damage: foreignToken({ teamID: 'OTHERTEAM0' }),
  },
  { what: 'a token that is not base64', outcome: 'whole', fits: hasToken, damage: put('token', 'a token') },
  // Hints
  {
    what: 'an id of another device',
    outcome: 'left',
    damage: (d) => {
      d.session.session.id = HEX;
      d.name = HEX;
      if (d.session.token !== undefined) d.session.token = tokenOf(d.session);
    },
  },
  { what: 'a jailbroken device', outcome: 'left', damage: put('device.jb', true) },
  {
    what: 'a key that is there twice',
    outcome: 'left',
    damage: edited((text) => text.replace('"email"', '"email":"x","email"')),
  },
  {
    what: 'an Android device with a team',
    outcome: 'left',
    fits: ({ team }) => Boolean(team?.id),
    damage: put('device.os', 'Android'),
  },
];

export interface Damaged {
  readonly damages: readonly Damage[];
  readonly before: SessionText;
  readonly file: SessionText;
}

/** A flawless file and what damages made of it. */
export function damaged(damages: readonly Damage[], session: Session, style: Style): Damaged {
  if (damages.some(({ fits }) => fits === accepted)) accept(session);
  const place = placeOf(session);
  const before = { ...place, text: style(session) };
  const unwritten: UnwrittenSession = { ...place, session: structuredClone(session), edit: (text) => text };
  for (const { damage } of damages) damage(unwritten);
  const file = {
    applicationFolder: unwritten.applicationFolder,
    name: unwritten.name,
    text: unwritten.edit(style(unwritten.session)),
  };
  return { damages, before, file };
}

/** Of one damage. */
export function anyDamaged(damage: Damage): fc.Arbitrary<Damaged> {
  return fc
    .tuple(anySession, anyStyle)
    .filter(([session]) => !damage.fits || damage.fits(session) || damage.fits === accepted)
    .map(([session, style]) => damaged([damage], session, style));
}

/** Of several damages at once, as far as one leaves room for the next. */
export const anyMuchDamaged: fc.Arbitrary<Damaged> = fc
  .tuple(anySession, anyStyle, fc.uniqueArray(fc.constantFrom(...DAMAGES), { minLength: 2, maxLength: 4 }))
  .map(([session, style, damages]) => {
    const fitting = damages
      .filter(({ fits }) => !fits || fits(session))
      .map((each) => ({ ...each, damage: ifRoom(each) }));
    return damaged(fitting, session, style);
  });

function ifRoom({ damage }: Damage): Damage['damage'] {
  return (unwritten) => {
    try {
      damage(unwritten);
    } catch (error) {
      // What it would have damaged is gone.
      if (!(error instanceof TypeError)) throw error;
    }
  };
}
