package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type point struct {
	X, Y float64
	Name string         `json:"name,omitempty"`
	More map[string]any `json:"more"`
}

func main() {
	var p point
	err := json.Unmarshal([]byte(`{"X":1.5,"Y":-2e-3,"more":{"list":[1,"two",null,true],"n":{"a":1}}}`), &p)
	fmt.Println(p, err)
	out, err := json.MarshalIndent(p, "", " ")
	fmt.Println(string(out), err)
	fmt.Println(json.Unmarshal([]byte(`{"X":`), &p))
	fmt.Println(base64.StdEncoding.EncodeToString([]byte("any carnal pleas")), hex.EncodeToString([]byte{1, 0xab}))
	buffer := binary.BigEndian.AppendUint64(nil, 0x0102030405060708)
	fmt.Printf("%x %x\n", binary.LittleEndian.Uint32(buffer), binary.NativeEndian.Uint16(buffer))
	rows, err := csv.NewReader(strings.NewReader("a,\"b,c\",d\n1,2,3\n")).ReadAll()
	fmt.Println(rows, err)
	json.NewEncoder(os.Stdout).Encode(map[string]int{"z": 1, "a": 2})
}
