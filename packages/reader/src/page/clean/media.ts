import { PosternError } from '@postern/protocol/error'
import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MovOutputFormat,
  MP4,
  Mp4OutputFormat,
  Output,
  QTFF,
} from 'mediabunny'
import type { CleanedFile, Job, Progress } from './job.ts'
import { forgetTimes } from './media-times.ts'
import { unitCleaner } from './media-units.ts'

/** Between two looks at what else there is to do. */
const PACKETS_AT_ONCE = 200

/** One track on its way into the new file. */
interface TrackCopy {
  readonly track: InputVideoTrack | InputAudioTrack
  add(packet: EncodedPacket): Promise<void>
  close(): void
}

/**
 * Puts the pictures and the sound of a film or recording into a new file, coded as they are. Tags,
 * covers, chapters, times, subtitles and what a camera or telephone notes beside them stay behind.
 * Throws PosternError 'damaged', 'undecodable' for a coding that cannot be carried over, or 'stopped'.
 */
export async function cleanMedia(file: Blob, job: Job): Promise<CleanedFile> {
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF] })
  try {
    return await copied(input, job)
  } catch (error) {
    throw error instanceof PosternError ? error : new PosternError('damaged')
  } finally {
    input.dispose()
  }
}

async function copied(input: Input, job: Job): Promise<CleanedFile> {
  const isMov = (await input.getFormat()) === QTFF
  const target = new BufferTarget()
  const format = isMov ? new MovOutputFormat() : new Mp4OutputFormat()
  const output = new Output({ format, target })
  const video = await input.getVideoTracks()
  const copies = [
    ...(await Promise.all(video.map((track) => videoCopy(track, output)))),
    ...(await Promise.all((await input.getAudioTracks()).map((track) => audioCopy(track, output)))),
  ]
  if (copies.length === 0) throw new PosternError('damaged')
  await output.start()
  const seconds = await input.computeDuration()
  await Promise.all(copies.map((copy) => copyTrack(copy, seconds, job)))
  await output.finalize()
  const bytes = forgetTimes(new Uint8Array(target.buffer ?? new ArrayBuffer()))
  return { choice: 'cleaned', kind: 'recording', bytes, ...nameOf(isMov, video.length > 0) }
}

function nameOf(isMov: boolean, isFilm: boolean): { mediaType: string; ending: string } {
  if (isMov) return { mediaType: 'video/quicktime', ending: '.mov' }
  return isFilm
    ? { mediaType: 'video/mp4', ending: '.mp4' }
    : { mediaType: 'audio/mp4', ending: '.m4a' }
}

async function videoCopy(track: InputVideoTrack, output: Output): Promise<TrackCopy> {
  const codec = await track.getCodec()
  const decoderConfig = await track.getDecoderConfig()
  if (codec === null || decoderConfig === null) throw new PosternError('undecodable')
  const source = new EncodedVideoPacketSource(codec)
  output.addVideoTrack(source, { transformationMatrix: await track.getTransformationMatrix() })
  const clean = unitCleaner(codec, decoderConfig.description)
  return {
    track,
    add: (packet) => source.add(packet.clone({ data: clean(packet.data) }), { decoderConfig }),
    close: () => source.close(),
  }
}

async function audioCopy(track: InputAudioTrack, output: Output): Promise<TrackCopy> {
  const codec = await track.getCodec()
  const decoderConfig = await track.getDecoderConfig()
  if (codec === null || decoderConfig === null) throw new PosternError('undecodable')
  const source = new EncodedAudioPacketSource(codec)
  output.addAudioTrack(source)
  return {
    track,
    add: (packet) => source.add(packet, { decoderConfig }),
    close: () => source.close(),
  }
}

async function copyTrack(copy: TrackCopy, seconds: number, job: Job): Promise<void> {
  let count = 0
  for await (const packet of new EncodedPacketSink(copy.track).packets()) {
    await copy.add(packet)
    count += 1
    if (count % PACKETS_AT_ONCE === 0) await job.reach(share(packet.timestamp, seconds))
  }
  copy.close()
}

function share(timestamp: number, seconds: number): Progress {
  return { unit: 'percent', done: Math.min(99, Math.floor((timestamp * 100) / seconds)), of: 100 }
}
