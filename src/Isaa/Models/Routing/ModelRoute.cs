using Microsoft.Extensions.AI;

namespace Isaa.Models.Routing;

/// <summary>A model to call, with others behind it. Thread safe.</summary>
public sealed class ModelRoute
{
    /// <summary>The additional property of an answer's update that holds the full name of the model that answered; it is missing when there was no choice.</summary>
    public const string AnsweredByKey = "answered_by";

    internal ModelRoute(IReadOnlyList<Model> models, IChatClient client)
    {
        Models = models;
        Client = client;
        var contexts = models.Select(model => model.ContextTokens).ToList();
        var outputs = models.Select(model => model.OutputTokens).ToList();
        First = models[0] with { Client = client, ContextTokens = contexts.Min(), OutputTokens = outputs.Min() };
    }

    /// <summary>The models, the preferred first.</summary>
    public IReadOnlyList<Model> Models { get; }

    /// <summary>Calls the first that can be called.</summary>
    public IChatClient Client { get; }

    /// <summary>The preferred model, with the limits that hold for all and the client of the route.</summary>
    public Model First { get; }

    /// <summary>The model that answered.</summary>
    /// <param name="name">Its full name; null for the preferred one.</param>
    public Model Of(string? name) => Models.FirstOrDefault(model => model.Name == name) ?? Models[0];
}
