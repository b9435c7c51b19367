// A virtual user over the socket task of uni-app: it connects, does nothing for a while, and
// closes. Without a URL it connects nothing. quit ends all with an error.
export function stay(uni, { url, hold }, quit) {
  if (!url) {
    setTimeout(() => {}, hold)
    return
  }
  // uni catches what its callbacks throw.
  const fail = reason => setTimeout(() => quit(new Error(reason)))
  const task = uni.connectSocket({ url, fail: res => fail(res.errMsg) })
  let over = false
  task.onOpen(() => setTimeout(() => {
    over = true
    task.close({})
  }, hold))
  task.onClose(() => over || fail('the connection ended before its time'))
  task.onError(() => fail('the socket broke'))
}
