numbers = list(range(1, 11))
with open("result.txt", "w") as file:
    file.write(f"The sum is: {sum(numbers)}")
