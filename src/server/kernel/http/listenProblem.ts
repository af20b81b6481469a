import type { ServerProblem } from '../../../core/protocol/serverProblem';

/** Explains why a server cannot listen on an address, with a way out. */
export function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): ServerProblem {
  switch (error.code) {
    case 'EADDRINUSE':
      return {
        code: 'port-busy',
        port,
        message: `Port ${port} is used by another program; choose another port, or port 0, which takes a free one.`,
      };
    case 'EACCES':
      return {
        code: 'options',
        port,
        message: `Port ${port} is not for everybody on this machine; choose one from 1024 on, or port 0, which takes a free one.`,
      };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return {
        code: 'options',
        message: `${host} is no address of this machine; give 127.0.0.1, or 0.0.0.0 for all of its networks.`,
      };
    default:
      return { code: 'not-started', message: `The dev session server cannot listen at ${host}: ${error.message}.` };
  }
}
