import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { RoomSocket } from '@/utils/socket'

export const useSocketStore = defineStore('socket', () => {
  const open = ref(false)
  const opens = ref(0)
  const texts = ref<string[]>([])
  const socket = shallowRef<RoomSocket>()
  const last = computed(() => texts.value.at(-1) ?? '(nothing)')

  function connect(url: string) {
    socket.value = new RoomSocket(url, import.meta.env.VITE_ROOM, (state) => {
      open.value = state
      if (state) opens.value++
    })
    socket.value.listen(({ kind, room, data }) => texts.value.push(`${room} ${kind}: ${data}`))
  }
  const say = (text: string) => socket.value?.send('text', text)
  const leave = () => socket.value?.end()

  watch(open, (now) => console.log(now ? 'open' : 'closed', opens.value), { flush: 'sync' })
  watch(last, (text) => {
    console.log(text)
    if (text.endsWith('hello: I am here')) say(opens.value === 1 ? '你好' : 'back again')
    if (text.endsWith('你好')) console.log('cut me off')
    if (text.endsWith('back again')) leave()
  })

  return { open, opens, texts, last, connect, say, leave }
})
