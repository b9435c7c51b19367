// The store alone, without an app.
import { createPinia, setActivePinia } from 'pinia'
import { useSocketStore } from '@/stores/socket'

setActivePinia(createPinia())
useSocketStore().connect(scriptArgs[0])
