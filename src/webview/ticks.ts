import { useEffect, useState } from 'preact/hooks';

const TICK_MS = 500;

/** Draws the component again while time passes and the page is visible. */
export function useTicks(): void {
  const [, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTicks((ticks) => ticks + 1);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
}
