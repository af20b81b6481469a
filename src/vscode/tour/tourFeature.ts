import type { Host } from '../host/createHost';
import type { TourNeeds } from './tour';

/** Completes the steps of the walkthroughs. What does is loaded after the start, as nobody is faster than that. */
export function registerTour(
  { disposables, commands, contextKeys }: Pick<Host, 'disposables' | 'commands' | 'contextKeys'>,
  needs: TourNeeds,
): void {
  void commands.attempt('tour', async () => {
    const { Tour } = await import('./tour.js');
    disposables.add(new Tour(contextKeys, needs));
  });
}
