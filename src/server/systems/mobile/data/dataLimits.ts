import type { FileLimit } from '../../../../core/files/fileFault';

/** What a folder with recorded answers may have. A recording minds it too, so that it leaves nothing that is not played. */
export const DATA_FILE_LIMIT: FileLimit = { bytes: 16_000_000, name: 'the limit of a file with answers' };
export const DATA_BODY_LIMIT: FileLimit = { bytes: 64_000_000, name: 'the limit of a body' };
export const MOST_DATA_FILES = 5000;
export const MOST_DATA_MB = 256;
