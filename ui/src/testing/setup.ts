// What the tests' document lacks and the components need: sizes, their observers, and animation frames' kin.
