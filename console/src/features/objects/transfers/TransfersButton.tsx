export function TransfersButton() {
  return null;
}
