import type { ServerAddress } from '../core/protocol/address';
import { isLoopbackHost, plainHost } from './loopbackName';
import { RefusedHostError } from './refusedHost';
import type { HostList, WaysOut } from './runRules';

/** Where the requests of a run may go. A scenario may be somebody else's, so other hosts must be allowed by name. */
export class Reach {
  private readonly own: ReadonlySet<string>;

  /**
   * @param address the server of the run; it and its platform can be reached
   * @param allowed other hosts
   */
  constructor(
    { url, externalPlatformUrl }: ServerAddress,
    private readonly allowed: HostList | undefined,
    private readonly waysOut: Pick<WaysOut, 'host'>,
  ) {
    this.own = new Set([url, externalPlatformUrl].map((each) => new URL(each).host));
  }

  /** @throws RefusedHostError when the request would go to a host that is not allowed */
  assert(url: string): void {
    const { host, hostname } = new URL(url);
    if (isLoopbackHost(hostname) || this.own.has(host) || this.allowed?.allows(hostname)) return;
    const plain = plainHost(hostname);
    throw new RefusedHostError(plain, this.waysOut.host(plain));
  }
}
