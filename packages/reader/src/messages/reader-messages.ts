/**
 * Every word of the composer. `printed` stands in the page as the site renders it; `spoken` is said
 * later and travels in the page beside it, so that the client itself carries no language. `spoken`
 * patterns are ICU messages of the kinds that message-format.ts knows.
 */
export interface ReaderMessages {
  readonly printed: PrintedMessages
  readonly spoken: SpokenMessages
}

export interface PrintedMessages {
  readonly safetyTitle: string
  readonly safetyDevice: string
  readonly safetyNetwork: string
  readonly safetyContent: string
  readonly leaveHint: string
  readonly desk: string
  readonly firstTime: string
  readonly haveWords: string
  readonly wordsTitle: string
  readonly wordsText: string
  readonly wordsCopied: string
  readonly typeBackTitle: string
  readonly typeBackText: string
  readonly typeTitle: string
  readonly typeText: string
  readonly wordsLabel: string
  readonly open: string
  readonly back: string
  readonly opening: string
  readonly threadTitle: string
  readonly outboxTitle: string
  readonly keepOpen: string
  readonly text: string
  readonly textHint: string
  readonly authorship: string
  readonly files: string
  readonly filesHint: string
  readonly chooseFiles: string
  readonly send: string
  readonly lock: string
  readonly wordsPower: string
  readonly ordinary: string
  readonly namesTitle: string
  readonly namesLabel: string
  readonly namesHint: string
  readonly leavingTitle: string
  readonly haste: string
  readonly lockHint: string
  readonly laneTitle: string
  readonly laneHint: string
  readonly laneChoose: string
}

export interface SpokenMessages {
  /** `unitDisplay` for durations: a language with cases says them short. */
  readonly durations: 'long' | 'short'
  readonly crowd: string
  readonly crowdUnknown: string
  readonly doorUnverified: string
  readonly doorWaiting: string
  readonly unknownWord: string
  readonly unknownWordNear: string
  readonly wrongCount: string
  readonly slip: string
  readonly otherWords: string
  readonly workerDied: string
  readonly failed: string
  readonly empty: string
  readonly searched: string
  readonly you: string
  readonly desk: string
  readonly partsLeft: string
  readonly allLeft: string
  readonly allLeftBack: string
  readonly again: string
  readonly againTitle: string
  readonly againHint: string
  readonly arrived: string
  readonly received: string
  readonly parts: string
  readonly idleLocked: string
  readonly writeTo: string
  readonly textLeft: string
  readonly textOver: string
  readonly namesOver: string
  readonly changeTitle: string
  readonly changeHint: string
  readonly correct: string
  readonly withdraw: string
  readonly aboutCorrect: string
  readonly aboutWithdraw: string
  readonly corrects: string
  readonly withdraws: string
  readonly corrected: string
  readonly withdrawn: string
  readonly planParts: string
  readonly planBehind: string
  readonly planOnce: string
  readonly planSoonest: string
  readonly planTwice: string
  readonly planNothing: string
  readonly outboxEmpty: string
  readonly outboxWaiting: string
  readonly outboxFull: string
  readonly messageTooLong: string
  readonly nothingToSend: string
  readonly preparing: string
  readonly queued: string
  readonly fileEmpty: string
  readonly fileTooLarge: string
  readonly fileUnreadable: string
  readonly cannotClean: string
  readonly pictureLies: string
  readonly before: string
  readonly cleanedFine: string
  readonly cleanedMedium: string
  readonly cleanedSmall: string
  readonly original: string
  readonly originalWarning: string
  readonly choice: string
  readonly sizeAndParts: string
  readonly newName: string
  readonly keepName: string
  readonly attach: string
  readonly remove: string
  readonly attached: string
  readonly fingerprint: string
  readonly swapFailed: string
  readonly swapFailedLink: string
  readonly laneProgress: string
  readonly laneWaiting: string
  readonly laneDone: string
  readonly laneEmpty: string
  readonly laneTooLarge: string
  readonly laneNoRoom: string
  readonly laneBroken: string
  readonly laneUnreadable: string
}
