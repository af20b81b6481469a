/** The possible values of a 4D session's status. See docs/facts/4d-mobile.md#members-of-a-session-file. */
export const SESSION_STATUSES = ['accepted', 'pending'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** The content of a valid session file. Unknown properties are allowed and kept. */
export interface Session {
  application: { id: string; name: string; version: string };
  /** Absent in Android sessions. Without `id`, or with an empty one, it counts as none. */
  team?: { id?: string; name?: string };
  language: { id: string; code?: string; region?: string };
  /** Empty for a guest. */
  email: string;
  device: SessionDevice;
  /** How the activation is sent. iOS only. */
  send?: 'link' | 'code';
  session: { id: string; ip: string };
  status: SessionStatus;
  /** Connection token. A pending session may have none. */
  token?: string;
  userInfo?: object;
  parameters?: object;
}

export interface SessionDevice {
  id: string;
  description: string;
  /** Old Android apps sent the SDK number. */
  version?: string | number;
  os?: string;
  simulator?: boolean;
  /** True on a jailbroken device. */
  jb?: boolean;
  /** Push token. */
  token?: string;
}
