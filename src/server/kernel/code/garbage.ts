import v8 from 'node:v8';
import vm from 'node:vm';

// Code may change what these modules have, so it is kept.
const { setFlagsFromString } = v8;
const { runInNewContext } = vm;

/**
 * Makes a function that frees at once what nothing holds any more. Bytes of large bodies are freed late otherwise: they
 * lie outside the memory by which the engine decides when to look for what is unused.
 */
export function garbageCollector(): () => void {
  let collect: (() => void) | undefined;
  return () => {
    if (!collect) {
      // Only globals that are made after this have the function, so the code does not see it.
      setFlagsFromString('--expose-gc');
      const gc: unknown = runInNewContext('gc');
      collect = typeof gc === 'function' ? () => void gc() : () => {};
    }
    collect();
  };
}
