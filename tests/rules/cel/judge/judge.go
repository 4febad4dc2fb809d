// Judges the answers that cel_cases wrote against cel-go: the same text over the same facts, unknown facts
// as CEL unknowns, must give the same answer. Reads standard input; exits 1 when an answer differs.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/ext"
	"github.com/google/cel-go/interpreter"
)

const differencesShownMax = 10

type testCase struct {
	Expression string         `json:"expression"`
	Answer     string         `json:"answer"`
	Order      map[string]any `json:"order"`
	Item       map[string]any `json:"item"`
}

func day(text string) (time.Time, error) { return time.Parse("2006-01-02", text) }

func newEnvironment() (*cel.Env, error) {
	toDate := func(text ref.Val) ref.Val {
		date, err := day(string(text.(types.String)))
		if err != nil {
			return types.NewErr("no date: %v", text)
		}
		return types.Timestamp{Time: date}
	}
	return cel.NewEnv(
		ext.Strings(), // lowerAscii
		cel.Variable("order", cel.DynType),
		cel.Variable("item", cel.DynType),
		cel.Variable("D5", cel.ListType(cel.StringType)),
		cel.Variable("WORDS", cel.ListType(cel.StringType)),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType,
			cel.UnaryBinding(toDate))),
	)
}

// decode gives the value of a fact; an unknown one becomes a CEL unknown wherever it stands.
func decode(value any) any {
	fields, isObject := value.(map[string]any)
	if !isObject {
		return value
	}
	if _, unknown := fields["unknown"]; unknown {
		return types.NewUnknown(1, nil)
	}
	if list, isList := fields["list"].([]any); isList {
		elements := make([]any, len(list))
		for i, element := range list {
			elements[i] = decode(element)
		}
		return elements
	}
	if text, isDate := fields["date"].(string); isDate {
		date, err := day(text)
		if err != nil {
			panic(err)
		}
		return date
	}
	return decodeObject(fields["object"].(map[string]any))
}

func decodeObject(facts map[string]any) map[string]any {
	object := make(map[string]any, len(facts))
	for name, value := range facts {
		object[name] = decode(value)
	}
	return object
}

// partialVariables declares unknown facts of order and item by attribute patterns, CEL's own way.
func partialVariables(variables map[string]any) (interpreter.PartialActivation, error) {
	patterns := []*interpreter.AttributePattern{}
	for _, name := range []string{"order", "item"} {
		for fact, value := range variables[name].(map[string]any) {
			if _, unknown := value.(*types.Unknown); unknown {
				patterns = append(patterns, cel.AttributePattern(name).QualString(fact))
			}
		}
	}
	return cel.PartialVars(variables, patterns...)
}

func evaluate(environment *cel.Env, test testCase) (string, error) {
	ast, issues := environment.Compile(test.Expression)
	if issues.Err() != nil {
		return "", issues.Err()
	}
	program, err := environment.Program(ast, cel.EvalOptions(cel.OptPartialEval))
	if err != nil {
		return "", err
	}
	variables, err := partialVariables(map[string]any{
		"order": decodeObject(test.Order),
		"item":  decodeObject(test.Item),
		"D5":    []string{"CN", "RU", "VN"},
		"WORDS": []string{"chip", "gpu"},
	})
	if err != nil {
		return "", err
	}
	result, _, err := program.Eval(variables)
	switch {
	case err != nil:
		return "", err
	case types.IsUnknown(result):
		return "unknown", nil
	default:
		return fmt.Sprint(result.Value()), nil
	}
}

func run() int {
	environment, err := newEnvironment()
	if err != nil {
		fmt.Println("cel environment:", err)
		return 1
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	decoder := json.NewDecoder(lines)
	counts := map[string]int{}
	differences := 0
	for decoder.More() {
		var test testCase
		if err := decoder.Decode(&test); err != nil {
			fmt.Println("input:", err)
			return 1
		}
		answer, err := evaluate(environment, test)
		if err != nil {
			answer = "error: " + err.Error()
		}
		counts[test.Answer]++
		if answer == test.Answer {
			continue
		}
		differences++
		if differences <= differencesShownMax {
			world, _ := json.Marshal(map[string]any{"order": test.Order, "item": test.Item})
			fmt.Printf("differs: ours %s, cel %s\n  %s\n  %s\n", test.Answer, answer, test.Expression, world)
		}
	}
	total := counts["true"] + counts["false"] + counts["unknown"]
	fmt.Printf("%d expressions: %d true, %d false, %d unknown; %d differ from cel-go\n", total, counts["true"],
		counts["false"], counts["unknown"], differences)
	if differences > 0 || counts["true"] == 0 || counts["false"] == 0 || counts["unknown"] == 0 {
		return 1
	}
	return 0
}

func main() { os.Exit(run()) }
