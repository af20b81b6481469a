// They are one for the journal, for recordings and for runs that are shown to others.
export { isSecretByShape, isSecretName, isSecretParameter, REDACTED } from '../../core/protocol/secretNames';
