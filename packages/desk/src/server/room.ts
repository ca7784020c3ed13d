/** Whether the disk had room for the last of each. */
export interface Room {
  forDrops: boolean
  forBundles: boolean
  forPages: boolean
}
