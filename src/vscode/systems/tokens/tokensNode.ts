import { TOKENS_ROWS } from './tokensContract';

/** A row about the token sessions of mobile apps, in the view Dev Server. */
export type TokensNode =
  | { readonly kind: 'tokens' | 'tokenSessions' | 'endedTokenSessions' | 'tokenUsers' }
  | { readonly kind: 'tokenSessionPage' | 'endedTokenSessionPage' | 'tokenUserPage'; readonly page: number }
  | { readonly kind: 'tokenSession'; readonly id: string }
  | { readonly kind: 'familyPage'; readonly session: string; readonly page: number }
  | FamilyTokenNode
  | { readonly kind: 'forgottenTokens'; readonly session: string }
  | { readonly kind: 'tokenUser'; readonly name: string };

/** A token of the family of a session. */
export interface FamilyTokenNode {
  readonly kind: 'familyToken';
  readonly session: string;
  readonly id: string;
}

export function isTokensNode(node: { readonly kind: string }): node is TokensNode {
  return Object.hasOwn(TOKENS_ROWS.words, node.kind);
}

/** The identity of a row. Expansion and selection depend on it. */
export function tokensNodeId(node: TokensNode): string {
  switch (node.kind) {
    case 'tokenSessionPage':
    case 'endedTokenSessionPage':
    case 'tokenUserPage':
      return `${node.kind}:${node.page}`;
    case 'familyPage':
      return `familyPage:${node.session}:${node.page}`;
    case 'tokenSession':
      return `tokenSession:${node.id}`;
    case 'familyToken':
      return `familyToken:${node.session}:${node.id}`;
    case 'forgottenTokens':
      return `forgottenTokens:${node.session}`;
    case 'tokenUser':
      return `tokenUser:${node.name}`;
    default:
      return node.kind;
  }
}
