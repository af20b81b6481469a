import { type Phrase, phrase } from '../compliance/phrase';

/** Why a push failed. It contains no secret. */
export type PushFailure =
  | { readonly kind: 'unreachable'; readonly address: string; readonly reason: string }
  | { readonly kind: 'lost'; readonly address: string; readonly reason: string }
  | { readonly kind: 'certificate'; readonly address: string; readonly reason: string }
  | { readonly kind: 'timeout'; readonly address: string; readonly seconds: number }
  /** Redirects are not followed, because the secret must not be sent to another address. */
  | { readonly kind: 'redirect'; readonly address: string; readonly status: number; readonly to: string }
  | { readonly kind: 'unauthorized'; readonly address: string; readonly status: number; readonly hasSecret: boolean }
  | { readonly kind: 'notFound'; readonly address: string; readonly status: number }
  | { readonly kind: 'status'; readonly address: string; readonly status: number; readonly message: string }
  | { readonly kind: 'refused'; readonly address: string; readonly message: string }
  | { readonly kind: 'notJson'; readonly address: string; readonly contentType: string }
  | { readonly kind: 'tooLarge'; readonly address: string; readonly megabytes: number }
  | { readonly kind: 'secret' }
  | { readonly kind: 'cancelled' };

/** Whether the server may have refreshed although the push failed. An unknown error leaves it open. */
export function mayHaveArrived(failure: PushFailure | undefined): boolean {
  switch (failure?.kind) {
    case 'unreachable':
    case 'certificate':
    case 'redirect':
    case 'unauthorized':
    case 'notFound':
    case 'refused':
    case 'secret':
      return false;
    default:
      return true;
  }
}

/** The message for a failure. Each message says what can be done. */
export function failurePhrase(failure: PushFailure): Phrase {
  switch (failure.kind) {
    case 'unreachable':
      return phrase(
        'Not pushed: {0} cannot be reached ({1}). Is the server running, and is the address right?',
        failure.address,
        failure.reason,
      );
    case 'lost':
      return phrase(
        'It is not known whether {0} took the push: the connection ended before it had answered ({1}). Push again.',
        failure.address,
        failure.reason,
      );
    case 'certificate':
      return phrase(
        'Not pushed: the certificate of {0} is not trusted ({1}). Give the file of the authority that signed it as “certificate” of the push target.',
        failure.address,
        failure.reason,
      );
    case 'timeout':
      return phrase(
        'Not pushed, as far as is known: {0} did not answer within {1} s. Push again, or give the push target a longer timeout.',
        failure.address,
        String(failure.seconds),
      );
    case 'redirect':
      return phrase(
        'Not pushed: {0} answers {1} and points to {2}. Redirects are not followed, so that the secret goes nowhere else. If that is the right place, make it the url of the push target.',
        failure.address,
        String(failure.status),
        failure.to,
      );
    case 'unauthorized':
      return failure.hasSecret
        ? phrase(
            'Not pushed: {0} answers {1}. It did not accept the secret. Set it again.',
            failure.address,
            String(failure.status),
          )
        : phrase(
            'Not pushed: {0} answers {1}. It wants a secret, and none is set for this push target.',
            failure.address,
            String(failure.status),
          );
    case 'notFound':
      return phrase(
        'Not pushed: {0} answers {1}. The server has nothing there that takes a push with this method. “How to Make a Push Target” has the code that it needs.',
        failure.address,
        String(failure.status),
      );
    case 'status':
      return failure.message === ''
        ? phrase(
            'Not pushed: {0} answers {1}. The log of the server says more.',
            failure.address,
            String(failure.status),
          )
        : phrase('Not pushed: {0} answers {1}: {2}', failure.address, String(failure.status), failure.message);
    case 'refused':
      return failure.message === ''
        ? phrase('Not pushed: {0} says that it failed. The log of the server says more.', failure.address)
        : phrase('Not pushed: {0} says: {1}', failure.address, failure.message);
    case 'notJson':
      return phrase(
        'It is not known whether {0} took the push: it answered with {1}, not with JSON. Perhaps the address is that of a page.',
        failure.address,
        failure.contentType,
      );
    case 'tooLarge':
      return phrase(
        'It is not known what came of the push: {0} answered with more than {1} MB.',
        failure.address,
        String(failure.megabytes),
      );
    case 'secret':
      return phrase('Not pushed: the secret has characters that cannot be sent in a header. Set it again.');
    case 'cancelled':
      return phrase('The push was cancelled. The server may have taken it all the same.');
  }
}
