import fs, { type Stats } from 'node:fs';
import fsAsync from 'node:fs/promises';
import path from 'node:path';
import type { FileFault, FolderFault } from '../core/files/fileFault';

/** What is wrong with the kind of a file that is to be read. Undefined for a regular file. */
export function faultOfKind(stats: Stats): FileFault | undefined {
  const kind = kindOf(stats);
  return kind === 'file' ? undefined : { kind };
}

/** Why a file could not be opened or read. */
export function faultOfOpen(file: string, error: NodeJS.ErrnoException): FileFault {
  const fault = faultOfError(file, error);
  if (fault) return fault;
  if (error.code === 'EAGAIN') return { kind: 'waits' };
  const kind = error.code === 'EISDIR' ? 'folder' : error.code === 'ENXIO' ? kindAt(file) : undefined;
  // The file was exchanged meanwhile.
  if (kind === undefined || kind === 'file') return { kind: 'failed', message: error.message };
  return { kind };
}

/** What is wrong with the kind of a file. Links are followed. Undefined for a regular file. */
export function fileFaultSync(file: string): FileFault | undefined {
  try {
    return faultOfKind(fs.statSync(file));
  } catch (error) {
    return faultOfOpen(file, error as NodeJS.ErrnoException);
  }
}

/** What is wrong with a folder. Links to a folder are followed. Undefined when there is nothing wrong. */
export function folderFaultSync(folder: string): FolderFault | undefined {
  try {
    return faultOfFolder(fs.statSync(folder));
  } catch (error) {
    return folderFaultOf(folder, error);
  }
}

/**
 * What is in the way of a folder that is to be made: the outermost of it and those above that is no folder. Undefined when
 * nothing is.
 * @param folder absolute path
 */
export function faultOnTheWay(folder: string): { readonly at: string; readonly fault: FolderFault } | undefined {
  const above = path.dirname(folder);
  const outer = above === folder ? undefined : faultOnTheWay(above);
  if (outer) return outer;
  const fault = folderFaultSync(folder);
  return fault && fault.kind !== 'missing' ? { at: folder, fault } : undefined;
}

/** Like `folderFaultSync`, without blocking. */
export async function folderFault(folder: string): Promise<FolderFault | undefined> {
  try {
    return faultOfFolder(await fsAsync.stat(folder));
  } catch (error) {
    return folderFaultOf(folder, error);
  }
}

/** Why a folder could not be listed. What is in its place says more than the error. */
export async function faultOfListing(folder: string, error: NodeJS.ErrnoException): Promise<FolderFault> {
  return (await folderFault(folder)) ?? folderFaultOf(folder, error);
}

/** Like `faultOfListing`, for threads that may block. */
export function faultOfListingSync(folder: string, error: NodeJS.ErrnoException): FolderFault {
  return folderFaultSync(folder) ?? folderFaultOf(folder, error);
}

function faultOfFolder(stats: Stats): FolderFault | undefined {
  const kind = kindOf(stats);
  return kind === 'folder' ? undefined : { kind };
}

function folderFaultOf(folder: string, error: unknown): FolderFault {
  const { message } = error as NodeJS.ErrnoException;
  return faultOfError(folder, error as NodeJS.ErrnoException) ?? { kind: 'failed', message };
}

/** The faults that files and folders share. */
function faultOfError(
  place: string,
  { code }: NodeJS.ErrnoException,
): { readonly kind: 'missing' | 'deadLink' | 'linkCircle' | 'link' | 'longName' | 'denied' } | undefined {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: kindAt(place) === 'link' ? 'deadLink' : 'missing' };
    case 'ELOOP':
    case 'EMLINK':
      return { kind: leadsSomewhere(place) ? 'link' : 'linkCircle' };
    case 'ENAMETOOLONG':
      return { kind: 'longName' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'denied' };
    default:
      return undefined;
  }
}

function leadsSomewhere(place: string): boolean {
  try {
    fs.statSync(place);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ELOOP';
  }
}

function kindAt(place: string): ReturnType<typeof kindOf> | undefined {
  try {
    return kindOf(fs.lstatSync(place));
  } catch {
    // It is gone, or nothing about it can be found out. The first error says more.
    return undefined;
  }
}

function kindOf(stats: Stats): 'file' | 'folder' | 'pipe' | 'socket' | 'device' | 'link' {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFIFO()) return 'pipe';
  return stats.isSocket() ? 'socket' : 'device';
}
