//! The code in every tenth article.

const PYTHON: &str = r#"def median(values):
    """Return the median of a list of numbers."""
    items = sorted(values)
    count = len(items)
    if count == 0:
        raise ValueError("no values")
    middle = count // 2
    if count % 2:
        return items[middle]
    return (items[middle - 1] + items[middle]) / 2


for name, row in table.items():
    print(f"{name}: {median(row):.2f}")  # one line a row
    total += len(row)"#;

const RUST: &str = r#"pub fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    values.sort_by(|a, b| a.total_cmp(b));
    let middle = values.len() / 2;
    // An even count takes the mean of the two in the middle.
    let result = if values.len() % 2 == 1 {
        values[middle]
    } else {
        (values[middle - 1] + values[middle]) / 2.0
    };
    println!("median: {result:.2}");
    Some(result)
}"#;

const JAVASCRIPT: &str = r#"export function median(values) {
  const items = [...values].sort((a, b) => a - b);
  const count = items.length;
  if (count === 0) {
    throw new RangeError("no values");
  }
  const middle = Math.floor(count / 2);
  // An even count takes the mean of the two in the middle.
  if (count % 2 === 1) {
    return items[middle];
  }
  const sum = items[middle - 1] + items[middle];
  console.log(`median of ${count} values`);
  return sum / 2;
}"#;

/// A block of code, in turn in each language.
pub fn fenced(turn: usize) -> String {
    let (language, code) = [("python", PYTHON), ("rust", RUST), ("javascript", JAVASCRIPT)][turn % 3];
    format!("```{language}\n{code}\n```")
}
