import type { ReaderMessages } from './reader-messages.ts'

export const en: ReaderMessages = {
  printed: {
    safetyTitle: 'Before you write',
    safetyDevice:
      'Write on a device of your own. An employer’s or a shared one may record what you type, and nothing on this page can prevent it.',
    safetyNetwork:
      'Visit this site as you always did: much more often than usual, or from a place where only you could be, stands out.',
    safetyContent:
      'Leave out what only you can know and what is not needed. The desk can ask you for it later.',
    leaveHint:
      'To leave at once, press Escape twice, or the button in the corner. It shows the front page and forgets everything typed here.',
    desk: 'Which desk',
    firstTime: 'I write for the first time',
    haveWords: 'I have my eight words',
    wordsTitle: 'Your eight words',
    wordsText:
      'They are the only way back to your thread, and they are shown once: now. Write them on paper, in this order. Do not photograph them.',
    wordsCopied: 'I have written them down',
    typeBackTitle: 'Type the words from your paper',
    typeBackText: 'So that we both know they are right. Nothing is sent.',
    typeTitle: 'Type your eight words',
    typeText: 'In their order, with spaces between them. Nothing is sent or fetched for it.',
    wordsLabel: 'Eight words',
    open: 'Open my thread',
    back: 'Go back',
    opening:
      'Your keys are being made from the words on this device. That takes a few seconds, on purpose.',
    threadTitle: 'Your thread',
    outboxTitle: 'What leaves, and when',
    keepOpen:
      'Go on reading, here, by the links of this site: parts leave with the pages you open. If you close or reload this page, come back and type your words.',
    keepHere: 'Keep it on this device',
    keepHereHint:
      'A device keeps the thread of one set of words. If other words have one here, parts of theirs that have not left are lost when you choose this; their answers come back by their words.',
    tie: 'Tie answers to this device',
    tieHint:
      'Answers to the messages you write from now on can then be opened only with your words and this device together. If the device is lost or its site data is cleared, write again with your words: what you had not read is sent once more.',
    text: 'Your message',
    textHint:
      'What you type stays on this open page and goes with you along the links of this site. Closing or reloading the page loses it, and nothing asks you first.',
    authorship:
      'Your messages are signed with a key made from your words. Whoever gets the words could prove that they were written with them.',
    files: 'Pictures and papers',
    filesHint:
      'Nothing is attached before you say how. Pictures, PDF and office papers, films, recordings and plain text can be cleaned of hidden data here; what cannot says so.',
    chooseFiles: 'Choose files',
    send: 'Seal and queue',
    lock: 'Lock',
    lockHint:
      'Lock forgets the words and everything open here. After 15 minutes without a key or a click it locks by itself.',
    lockTitle: 'What a lock keeps',
    lockMore:
      'What is queued and not yet kept on this device is kept with the next page, or as soon as this one is out of sight, and only then forgotten. What you were writing stays, sealed under your words, until this page is closed; chosen files do not.',
    deviceTitle: 'On this device',
    wordsPower:
      'Whoever has these words can read the answers and write as you. Keep the paper where only you will look.',
    ordinary: 'Write an ordinary message instead',
    namesTitle: 'Is there somebody who must not read it?',
    namesLabel: 'Names, one a line',
    namesHint:
      'The names go with each message from here, sealed with it. These people will not be shown it. The rest of the desk will see the names.',
    leavingTitle: 'How it leaves, and what haste costs',
    haste:
      'Read as you always do; nothing goes faster by opening pages one after another, and that would stand out. Each message over many days makes the crowd around you smaller: a few full messages are safer than many short ones.',
    laneTitle: 'Large files, by this onion address',
    laneHint:
      'For files up to 2 GB that do not fit a message. Your browser seals the file and sends it at once, in pieces of one size, over Tor. It promises less: who watches our server sees that somebody sends much, and about how much. Then a small file for your message appears above; attach it, or the desk cannot find or open the large one. Such a file cannot be cleaned here. Keep this page open until it has arrived. If the thread locks meanwhile, the file goes on and nothing shows it; open the thread again with your words, and the small file appears when the large one is there.',
    laneChoose: 'Choose a large file',
  },
  spoken: {
    durations: 'long',
    failed:
      'That did not work on this device: it may be short of memory. Nothing is lost; close other pages and try again.',
    crowd:
      '{n, plural, =0 {No page view stood in the last batch; yours will stand in the next.} one {About # page view stands in each batch, yours among them.} other {About # page views stand in each batch, yours among them.}} Packets are counted and not people, so people may be fewer.',
    crowdUnknown: 'How many page views stand in each batch is not known yet.',
    doorUnverified:
      'This door cannot be verified. Something in the way from us to you is not signed as it must be. Nothing will be sent as real; do not write here now. Try another network or another day.',
    doorWaiting:
      'The door has not answered on this page yet. That happens when a line or a device is slow, and nothing is lost. The next page you open asks again; until the door has answered once, nothing can be written here.',
    unknownWord: 'Word {position}, “{word}”, is not one of the list.',
    unknownWordNear: 'Word {position}, “{word}”, is not one of the list. Did you mean “{near}”?',
    wrongCount:
      'There must be eight words; {n, plural, =0 {none was typed} one {# was typed} other {# were typed}}.',
    slip: 'Each word is one of the list, but together they do not fit. Look for two words that changed places, or one read wrongly.',
    otherWords: 'These are eight good words, but not the ones that were shown. Look at your paper.',
    workerDied:
      'The part of this page that seals has stopped. Your text is still here. Copy what you need on paper and reload the page.',
    empty:
      'Nothing here yet. Either no answer has come, or other words were typed, perhaps those for another organisation: a mailbox that keeps no list of its guests cannot tell. Answers reach this page a few hours after the desk writes them.',
    searched:
      '{n, plural, =0 {The newest answers were searched; no whole day of them is kept yet.} one {Searched {k} of # day.} other {Searched {k} of # days.}}',
    you: 'You',
    desk: 'The desk',
    partsLeft: '{sent} of {n, plural, one {# part has} other {# parts have}} left.',
    allLeft:
      'All parts have left. {n, plural, =0 {No receipt has come yet.} one {By its receipts the desk has # whole of your {m, plural, one {# message that has left} other {# messages that have left}}.} other {By its receipts the desk has # whole of your {m, plural, one {# message that has left} other {# messages that have left}}.}}',
    allLeftBack:
      'All parts have left. By its receipts the desk has {n, plural, one {# whole message} other {# whole messages}} of yours in all; it had {b} when you came back.',
    again: 'Send it again',
    againTitle: 'No receipt after days?',
    againHint:
      'Receipts take hours, and they count messages without naming them. If days go by without one, a part may be lost: the same parts can then leave once more. The desk keeps one of each.',
    arrived: 'Arrived: the desk has the whole message.',
    received:
      'By its receipts the desk has {n, plural, one {# whole message} other {# whole messages}} of yours in all.',
    parts: '{n, plural, one {# page view} other {# page views}}',
    idleLocked:
      'Nothing was pressed here for 15 minutes, so the thread was locked. What you were writing stays, sealed under your words, until this page is closed.',
    writeTo: 'Write to the desk: {desk}',
    textLeft:
      '{n, plural, one {# more character fits} other {# more characters fit}} into this message.',
    textOver:
      'The text is too long by {n, plural, one {# character} other {# characters}}. Shorten it, or send several messages, one after another. Nothing of it is lost.',
    namesOver:
      'The list of people who must not read it is too long. At most 32 names fit, one a line, each no longer than a line.',
    changeTitle: 'Correct or take back',
    changeHint:
      'What has left cannot be unsent, and the desk may have read it. A further message can correct this one, or ask the desk to set it aside.',
    correct: 'Correct it',
    withdraw: 'Take it back',
    aboutCorrect: 'What you write now will stand in the place of “{text}”.',
    aboutWithdraw:
      'What you send now takes back “{text}”. You may say why, or leave the text empty.',
    corrects: 'In the place of “{text}”',
    withdraws: 'Takes back “{text}”',
    corrected: 'You corrected this by a later message.',
    withdrawn: 'You took this back by a later message.',
    planParts:
      '{n, plural, one {# part, with a page that you open.} other {# parts, each with a page that you open, at most one every {interval}.}}',
    planBehind: '{n, plural, one {# part that waits goes} other {# parts that wait go}} first.',
    planOnce:
      'If you read here once a day: {n, plural, one {it leaves within about {last}} other {the first leaves within about {first}, the last after about {last}}}.',
    planSoonest: 'However much you read, the last does not leave before {wait}.',
    planTwice:
      'If you read here twice a day: {n, plural, one {it leaves within about {last}} other {the first leaves within about {first}, the last after about {last}}}.',
    planNothing: 'What will leave, and when, is said here as soon as there is something to send.',
    outboxEmpty: 'Nothing waits to leave.',
    outboxWaiting: '{n, plural, one {# part waits} other {# parts wait}} to leave.',
    kept: 'All of this is kept on this device, sealed under your words. It cannot be told from what every reader’s browser keeps for this site.',
    keptSoon:
      'What is new here is not kept on this device yet. It is with the next page you open, or as soon as this page is out of sight. What other words kept on this device is then overwritten.',
    keptPage:
      'This is on this open page alone: closing or reloading it loses parts that have not left. Nothing here opens with these words yet; other words may have something here.',
    keptNowhere:
      'This browser keeps nothing for this site. Closing or reloading this page loses parts that have not left; your words alone bring back the answers.',
    tied: 'Answers are tied to this device: once you have read them and your next message has arrived, your words alone no longer open them. Older answers are as they were.',
    untied:
      'Answers are not tied to this device: your words alone bring them back anywhere, and whoever gets your words can read the answers that he has recorded.',
    vaultFull:
      'There is no room on this device to keep this beside what still waits. Wait until more has left, or send less at once.',
    outboxFull:
      'This does not fit beside what still waits to leave: there is room for {room, plural, one {# more part} other {# more parts}}, and this has {n}. Wait until more has left, make the picture smaller, or send several messages, one after another.',
    messageTooLong:
      'This has {n, plural, one {# part} other {# parts}}; one message can have {max}. Make the picture smaller, or send several messages, one after another. Large files can go by our onion address when it opens.',
    nothingToSend: 'There is no text and no file to send yet.',
    preparing: 'Being prepared…',
    queued:
      'Sealed and queued: {n, plural, one {# part} other {# parts}}. The first leaves with the next page that you open.',
    fileEmpty: '“{name}” is empty: there is nothing in it to send.',
    fileTooLarge:
      '“{name}” has {size}; at most {max} can be sent from here. Send a smaller file, or several. Large files can go by our onion address when it opens.',
    fileUnreadable: '“{name}” could not be read from the device.',
    cannotClean:
      '“{name}” cannot be cleaned here. If it is sent, it goes as it is, with all that it says about who made it, when and on what.',
    cannotOpen:
      'This browser cannot open “{name}”, or does not let this page encode pictures anew. It cannot be cleaned here: if it is sent, it goes as it is.',
    heicKept:
      '“{name}” is a HEIC picture, and this browser cannot open that kind. If it is sent, it goes as it is, with place, time and device in it. A copy saved as JPEG, or a screenshot of it, can be cleaned here.',
    fileDamaged:
      '“{name}” is damaged or cut off, so it cannot be cleaned here. If it is sent, it goes as it is, with everything that is hidden in it.',
    fileLocked:
      '“{name}” is locked with a password, so it cannot be cleaned here. Save a copy without the password and choose that; or it goes as it is.',
    tooMuchToClean:
      '“{name}” holds more than can be cleaned on this page. Choose a smaller file or fewer pages; if it is sent, it goes as it is.',
    cleanerAbsent:
      '“{name}” cannot be cleaned yet on this page: the part that cleans has not come over the line. The next page that you open asks for it again; take the file out and choose it again there. If it is sent now, it goes as it is.',
    cleanerDied:
      '“{name}” was too much for this device: the part of the page that cleans has stopped. What you wrote is still here. Files can be cleaned again once this page has been loaded anew; if this one is sent now, it goes as it is.',
    cleanedTooLarge:
      'Cleaned, “{name}” is too large to be sent from here; only the original fits, and it goes with everything that is hidden in it.',
    fileLies:
      'The name of “{name}” says one kind of file, and what is in it is another. It was cleaned as what it is.',
    cleaned: 'Cleaned',
    preparingPage: 'Being prepared… page {done} of {of}',
    preparingShare: 'Being prepared… {done} %',
    remainsPicture:
      'Place, time and device are taken out of the picture. What is seen in it stays: faces, signs, windows, and traces by which a camera can be told.',
    remainsPdf:
      'Author, times, earlier versions, scripts, attached files and the names beside comments are taken out. What its pages show stays: text, stamps, watermarks, the dots of a printer.',
    remainsPaper:
      'Author, times, comments and hidden copies are taken out, and tracked changes are accepted: look whether it still says what it should. Its text, notes, hidden sheets and drawings in old forms stay.',
    remainsRecording:
      'Place, time, device and covers are taken out. What is seen and heard stays: voices, faces, sounds of a place, the hum of the mains.',
    remainsText:
      'Marks at its start, blanks at line ends and letters that nobody sees are taken out. What it says, and how it is written, stays.',
    sealedForTwo: 'Original, sealed for two',
    sealedHint:
      'It opens only when two of the desk’s people, each with another key, act together. What it is and what it was called is sealed in it; its size is not. Send a cleaned copy beside it, so that the desk can read.',
    before: 'As it is on your device: {size}, {parts}.',
    cleanedFine: 'Cleaned, large',
    cleanedMedium: 'Cleaned, medium',
    cleanedSmall: 'Cleaned, small',
    original: 'Original, with everything hidden in it',
    originalWarning:
      'Place, time and device may stand in it. Choose this only if the desk must see them.',
    choice: 'How to send it',
    sizeAndParts: '{size}, {parts}',
    newName: 'It will be called {name}.',
    keepName: 'Keep the name “{name}” on purpose',
    attach: 'Attach',
    remove: 'Take it out',
    attached: 'Attached as {name}, {size}.',
    fingerprint: 'SHA-256 {hash}',
    swapFailed: 'The page did not arrive. You are still where you were, and nothing is lost.',
    swapFailedLink: 'Open it the plain way (this locks the thread)',
    laneProgress: '{percent}% has arrived.',
    laneWaiting:
      'The line is broken; this goes on by itself when it is back. {percent}% has arrived.',
    laneDone:
      'The large file has arrived, sealed. Now attach the small one above and send your message: it tells the desk where the large one is and how it opens. After seven days it is erased.',
    laneEmpty: 'There is nothing in this file to send.',
    laneTooLarge: 'This file is larger than 2 GB. Send it in several.',
    laneNoRoom:
      'There is no room for so large a file just now. Nothing is lost; try again tomorrow.',
    laneBroken:
      'The line was broken for too long, or the server has forgotten this file. Choose it again.',
    laneUnreadable:
      'The file cannot be read any more. If it was moved or changed, choose it again.',
  },
}
