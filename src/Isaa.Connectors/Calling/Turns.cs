using Microsoft.Extensions.AI;

namespace Isaa.Connectors.Calling;

/// <summary>
/// A conversation as services want it that know only two sides: what stands at the beginning is set apart, neighbours of the same side are one
/// turn, and what the system says in between is said by the user's side.
/// </summary>
/// <param name="System">What the model is told first.</param>
/// <param name="Sides">The turns, each with its contents.</param>
internal sealed record Turns(IReadOnlyList<string> System, IReadOnlyList<(bool IsModel, List<AIContent> Contents)> Sides)
{
    public static Turns Of(IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        var system = string.IsNullOrEmpty(instructions) ? new List<string>() : [instructions];
        var start = 0;
        for (; start < messages.Count && messages[start].Role == ChatRole.System; start++)
        {
            system.Add(messages[start].Text);
        }

        var sides = new List<(bool IsModel, List<AIContent> Contents)>();
        foreach (var message in messages.Skip(start))
        {
            var isModel = message.Role == ChatRole.Assistant;
            if (sides.Count == 0 || sides[^1].IsModel != isModel)
            {
                sides.Add((isModel, []));
            }

            sides[^1].Contents.AddRange(message.Contents.Where(content => content is not TextContent { Text.Length: 0 }));
        }

        sides.RemoveAll(side => side.Contents.Count == 0);
        return new Turns([.. system.Where(text => text.Length > 0)], sides);
    }
}
