import { changed, decided, noted, refused } from '../../server/reasonKinds';

/** The reason codes of the external platform. */
export const PLATFORM_REASONS = {
  'platform.asked': changed(
    'A validation is asked for; the message says where the callback leads, and what it carries.',
  ),
  'platform.approved': changed('The request was approved.'),
  'platform.refused': changed('The request was refused: the callback has error=access_denied.'),
  'platform.browser-sent': decided('The browser is sent back to the callback address.'),
  'platform.called': decided('The platform itself called the callback address; the message says what it got.'),
  'platform.delayed': noted('The platform takes the time that it was asked to take.'),
  'server.answer-given-up': refused('Nobody waited for the answer of the platform any more.'),
  'server.answer-missing': refused('The form of the platform did not say whether to approve or to refuse.'),
  'server.callback-foreign': refused('The callback address leads to another machine.'),
  'server.callback-malformed': refused('The callback address is no whole http or https address, or has a user name.'),
  'server.callback-missing': refused('There is no callback address.'),
  'server.mail-unknown': refused('There is no such mail any more.'),
  'server.validation-unknown': refused('There is no such validation any more.'),
} as const;
