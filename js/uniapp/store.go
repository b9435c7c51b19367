package uniapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Store is what an app keeps on its device: texts by key, in the order in which
// the keys were added. The zero value keeps them in memory. It is used on one
// goroutine.
type Store struct {
	path   string // "" is memory alone
	keys   []string
	values map[string]string
}

// storeFile is the form of a Store in a file.
type storeFile struct {
	Items []storeItem `json:"items"`
}

type storeItem struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ReadStore is a Store that has what a file of OpenStore has, and keeps changes in
// memory.
func ReadStore(path string) (*Store, error) {
	s, err := OpenStore(path)
	if err == nil {
		s.path = ""
	}
	return s, err
}

// OpenStore reads a Store from a JSON file, which each change writes anew. A file that
// is not there is an empty Store.
func OpenStore(path string) (*Store, error) {
	s := &Store{path: path}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s, nil
	case err != nil:
		return nil, err
	}
	var f storeFile
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s: not a storage file that unisocket wrote: %w", path, err)
	}
	for _, item := range f.Items {
		s.put(item.Key, item.Value)
	}
	return s, nil
}

// Clone is a Store in memory that has what s has.
func (s *Store) Clone() *Store {
	return &Store{keys: slices.Clone(s.keys), values: maps.Clone(s.values)}
}

func (s *Store) put(key, value string) {
	if s.values == nil {
		s.values = map[string]string{}
	}
	if _, ok := s.values[key]; !ok {
		s.keys = append(s.keys, key)
	}
	s.values[key] = value
}

// Get returns the text of a key.
func (s *Store) Get(key string) (value string, ok bool) {
	value, ok = s.values[key]
	return value, ok
}

// Keys are in the order in which they were added.
func (s *Store) Keys() []string { return slices.Clone(s.keys) }

// Size is what all values take, in bytes.
func (s *Store) Size() int {
	size := 0
	for _, value := range s.values {
		size += len(value)
	}
	return size
}

// Set keeps the text of a key. An error is that of the file.
func (s *Store) Set(key, value string) error {
	s.put(key, value)
	return s.save()
}

// Remove forgets a key.
func (s *Store) Remove(key string) error {
	if _, ok := s.values[key]; !ok {
		return nil
	}
	delete(s.values, key)
	s.keys = slices.DeleteFunc(s.keys, func(k string) bool { return k == key })
	return s.save()
}

// Clear forgets everything.
func (s *Store) Clear() error {
	s.keys, s.values = nil, nil
	return s.save()
}

// save writes the file as a whole, beside the old one, whose place it then takes.
func (s *Store) save() error {
	if s.path == "" {
		return nil
	}
	f := storeFile{Items: make([]storeItem, 0, len(s.keys))}
	for _, key := range s.keys {
		f.Items = append(f.Items, storeItem{key, s.values[key]})
	}
	data, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		return err
	}
	return writeFile(s.path, append(data, '\n'))
}

// writeFile replaces a file: whoever reads it finds the old content or the new one.
func writeFile(path string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(data)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		os.Remove(temporary.Name())
	}
	return err
}
