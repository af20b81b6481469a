import { withoutFullStop } from '../core/base/fullStop';
import { certifiedHosts, LOOPBACK } from './certifiedHosts';
import { loggable } from './kernel/answer/httpError';
import { VirtualClock } from './kernel/clock/virtualClock';
import { isLanHost } from './kernel/guard/hostNames';
import { listenHost } from './kernel/guard/listenHost';
import { type Certificate, storedCertificate } from './kernel/http/certificate';
import { KernelState } from './kernel/kernelState';
import type { ServerOptions } from './kernel/options/options';
import { Recovery } from './kernel/recovery/recovery';
import { ServerStartError } from './kernel/start/startErrors';
import { MemoryStore } from './kernel/store/memoryStore';
import type { VolatileStore } from './kernel/store/store';
import { Upstream } from './kernel/upstream/upstream';
import { upstreamTarget } from './kernel/upstream/upstreamTarget';
import type { ServerRuntime, SharedState } from './serverRuntime';

/** What exists before a server is created: its state, which is restored after a crash, and its certificate. */
export interface Prepared {
  readonly state: KernelState;
  /** Writes the recovery state. */
  readonly recovery: Recovery | undefined;
  readonly certificate: Certificate | undefined;
  /** The real server that gets what no system answers. */
  readonly upstream: Upstream | undefined;
}

export async function prepare(options: ServerOptions, runtime: ServerRuntime): Promise<Prepared> {
  const { https, seed } = options;
  const { log } = runtime;
  const onError = (error: unknown) => log(`A listener failed: ${loggable(error)}`);
  const { clock, store, own } = runtime.shared ? { ...runtime.shared, own: undefined } : ownState(onError);
  try {
    // Only the state of one process ends with it.
    const recovery = own && (await recoveryOf(own, runtime));
    const lan = isLanHost(listenHost(options.host ?? LOOPBACK));
    const state = await KernelState.open(store, clock, { seed, lan, onError });
    const certificate = https && (await usableCertificate(store, https, certifiedHosts(options), log));
    const upstream = options.upstream === undefined ? undefined : await usableUpstream(options.upstream, log);
    return { state, recovery, certificate, upstream };
  } catch (error) {
    own?.dispose();
    if (own) clock.dispose();
    throw error;
  }
}

function ownState(onError: (error: unknown) => void): SharedState & { readonly own: MemoryStore } {
  const clock = new VirtualClock(onError);
  // The only place that chooses the implementation of the store.
  const own = new MemoryStore(clock, onError);
  return { clock, store: own, own };
}

export async function closeState({ state }: Prepared, { shared }: ServerRuntime): Promise<void> {
  state.dispose();
  if (shared) return;
  await state.store.dispose();
  state.clock.dispose();
}

/**
 * Restores the recovery state of a server that crashed, if there is one.
 * @returns the object that writes the recovery state; undefined if there are no files for it
 */
async function recoveryOf(
  store: VolatileStore,
  { log, stateFiles, before, onTrouble }: ServerRuntime,
): Promise<Recovery | undefined> {
  const kept = stateFiles && Recovery.read(stateFiles);
  if (before && !kept)
    log('What the server had before the crash is not there: it begins anew, with the session files only.');
  if (kept) await store.restore(kept.state, { withLocal: true });
  return stateFiles && new Recovery(store, { files: stateFiles, current: kept?.current, log, onTrouble });
}

async function usableCertificate(...given: Parameters<typeof storedCertificate>): Promise<Certificate> {
  try {
    return await storedCertificate(...given);
  } catch (error) {
    const message = `The certificate cannot be used: ${(error as Error).message}.`;
    throw new ServerStartError({ code: 'options', message });
  }
}

async function usableUpstream(
  given: NonNullable<ServerOptions['upstream']>,
  log: (line: string) => void,
): Promise<Upstream> {
  try {
    return await Upstream.open(upstreamTarget(given), log);
  } catch (error) {
    const message = `The upstream cannot be used: ${withoutFullStop((error as Error).message)}.`;
    throw new ServerStartError({ code: 'options', message });
  }
}
