import type { Answer } from '../httpCall';
import type { MobileHarness } from '../mobileHarness';

/** A body of `$authenticate`. It may be invalid. */
export type LoginBody = Record<string, unknown>;

/**
 * The body that the iOS SDK sends. Its members: docs/facts/4d-mobile.md#the-login-request. Their order is that of one
 * published session file.
 */
export function iosBody(changes: LoginBody = {}): LoginBody {
  return {
    application: { id: 'com.contactApp.Contact', name: 'Contact', version: '1.0.0' },
    team: { id: 'UTT7VDX8W5' },
    language: { id: 'en_US', code: 'en', region: 'US' },
    email: '',
    device: {
      description: 'iPhone X',
      version: '11.3',
      id: '0DC5132E-1EF4-407C-A832-5FE33D818AF3',
      simulator: true,
    },
    send: 'link',
    ...changes,
  };
}

/** The body that the Android SDK has sent since January 2023: no team, but always a password and parameters. */
export function androidBody(changes: LoginBody = {}): LoginBody {
  return {
    email: '',
    password: '',
    application: { id: 'com.contactapp.contact', name: 'Contact', version: '1.0.0' },
    device: {
      id: '9774d56d682e549c',
      simulator: false,
      description: 'Pixel 7',
      version: '29 (Android Q)',
      os: 'Android',
    },
    language: { id: 'en_US', code: 'en', region: 'US' },
    parameters: {},
    ...changes,
  };
}

/** An app on a device, with the parts of its SDK that decide what is sent. */
abstract class Device {
  token: string | undefined;
  id: string | undefined;
  statusText: string | undefined;

  constructor(protected readonly server: MobileHarness) {}

  protected abstract readonly headers: Readonly<Record<string, string>>;

  get isSignedIn(): boolean {
    return this.token !== undefined;
  }

  get(target: string): Promise<Answer> {
    return this.server.get(target, { token: this.token, headers: this.headers });
  }

  post(target: string, body?: unknown): Promise<Answer> {
    return this.server.post(target, { token: this.token, body, headers: this.headers });
  }

  async logout(): Promise<Answer> {
    const answer = await this.post('/mobileapp/$logout');
    this.token = undefined;
    return answer;
  }
}

/** Decides as iOS does. See docs/facts/4d-mobile.md#the-answer-to-a-login. */
export class IosDevice extends Device {
  protected readonly headers = { Accept: 'application/json', 'User-Agent': 'Contact/1 CFNetwork/1410 Darwin/22.6' };

  constructor(
    server: MobileHarness,
    private readonly body: LoginBody = iosBody(),
  ) {
    super(server);
  }

  async login(email: string): Promise<Answer> {
    return this.signIn(await this.post('/mobileapp/$authenticate', { ...this.body, email }));
  }

  async verify(code: string): Promise<Answer> {
    return this.signIn(await this.post('/mobileapp/$verify', { token: code }));
  }

  private signIn(answer: Answer): Answer {
    const { id, token, statusText } = answer.json ?? {};
    // AuthToken is decoded only when there is an id. Without a token, or with an empty one, the login is pending.
    if (answer.status === 200 && typeof id === 'string') {
      this.id = id;
      this.token = token || undefined;
    }
    if (answer.status === 401) this.token = undefined;
    this.statusText = statusText;
    return answer;
  }
}

/**
 * Decides as Android does. See docs/facts/4d-mobile.md#the-answer-to-a-login and
 * docs/facts/4d-mobile.md#what-the-apps-do-then.
 */
export class AndroidDevice extends Device {
  loginRequired = false;
  private cookie: string | undefined;

  constructor(
    server: MobileHarness,
    private readonly guest: boolean,
    private readonly body: LoginBody = androidBody(),
  ) {
    super(server);
  }

  /** Android returns the cookie under a wrong name (docs/facts/4d-mobile.md#headers-and-cookies). */
  protected get headers(): Record<string, string> {
    return {
      'Content-Type': 'application/json',
      'User-Agent': 'okhttp/4.10.0',
      ...(this.cookie !== undefined && { 'Set-Cookie': this.cookie }),
    };
  }

  async login(email: string): Promise<Answer> {
    const answer = await this.post('/mobileapp/$authenticate', { ...this.body, email });
    const { id, token, success, statusText } = answer.json ?? {};
    this.statusText = statusText;
    this.cookie = answer.headers['set-cookie']?.[0];
    // Gson needs the boolean to make an AuthResponse. An empty text counts as a token.
    if (answer.status === 200 && typeof success === 'boolean' && token !== undefined && token !== null) {
      this.id = id;
      this.token = token;
    }
    return answer;
  }

  /**
   * Sends a request as the SDK's interceptor does: it logs a guest in again, and sends other users to the login screen.
   */
  async call(method: 'GET' | 'POST', target: string, body?: unknown): Promise<Answer> {
    const send = () => (method === 'GET' ? this.get(target) : this.post(target, body));
    const answer = await send();
    const codes = (answer.json?.__ERRORS ?? []).map(({ errCode }: { errCode: number }) => errCode);
    if (answer.status !== 401 && !codes.includes(1279)) return answer;
    this.token = undefined;
    if (!this.guest) {
      this.loginRequired = true;
      return answer;
    }
    await this.login('');
    return send();
  }
}
