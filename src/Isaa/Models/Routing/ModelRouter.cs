using System.Collections.Concurrent;
using Isaa.Diagnostics;

namespace Isaa.Models.Routing;

/// <summary>Finds a model that can be called, with others behind it. Remembers which ones failed of late. Thread safe.</summary>
public sealed class ModelRouter
{
    /// <summary>How long a model that could not be called is tried last, unless its service says otherwise.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly IModelCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _rests = new(StringComparer.Ordinal);

    /// <summary>Creates the router.</summary>
    /// <param name="catalog">The models.</param>
    /// <param name="time">The clock.</param>
    public ModelRouter(IModelCatalog catalog, TimeProvider time)
    {
        _catalog = catalog;
        _time = time;
    }

    /// <summary>The models there are.</summary>
    public IModelCatalog Catalog => _catalog;

    /// <summary>The first of the names that is ready; when none is, the first one's error.</summary>
    /// <param name="names">Names as <c>provider/model</c>, the preferred first.</param>
    /// <exception cref="IsaaException"><c>model_unknown</c> or <c>model_not_ready</c>.</exception>
    public Model GetFirst(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Ready(names, needsPrice: false)[0];
    }

    /// <summary>
    /// A model with others behind it: while nothing of an answer was handed on, a call that fails is made to the next. Ones that failed of late come last.
    /// The answer's updates say in <see cref="ModelRoute.AnsweredByKey"/> who answered.
    /// </summary>
    /// <param name="names">Names as <c>provider/model</c>, the preferred first.</param>
    /// <param name="needsPrice">Leaves out those behind the first whose price is not known.</param>
    /// <exception cref="IsaaException"><c>model_unknown</c> or <c>model_not_ready</c>: not one of them is ready.</exception>
    public ModelRoute Route(IReadOnlyList<string> names, bool needsPrice)
    {
        ArgumentNullException.ThrowIfNull(names);
        var ready = Ready(names, needsPrice);
        return new ModelRoute(ready, ready.Count == 1 ? ready[0].Client : new FallbackChatClient(ready, this));
    }

    internal IReadOnlyList<Model> Order(IReadOnlyList<Model> models)
    {
        var now = _time.GetUtcNow();
        return [.. models.OrderBy(model => _rests.TryGetValue(model.Name, out var until) && until > now ? 1 : 0)];
    }

    internal void Failed(Model model, ModelException failure)
    {
        if (failure.Code != "model_context_exceeded")
        {
            _rests[model.Name] = _time.GetUtcNow() + (failure.RetryAfter ?? Rest);
        }
    }

    internal void Answered(Model model) => _rests.TryRemove(model.Name, out _);

    private List<Model> Ready(IReadOnlyList<string> names, bool needsPrice)
    {
        var ready = new List<Model>();
        IsaaException? first = null;
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            try
            {
                var model = _catalog.Get(name);
                if (ready.Count == 0 || !needsPrice || model.Price is not null)
                {
                    ready.Add(model);
                }
            }
            catch (IsaaException e) when (names.Count > 1 && e.Code == "model_not_ready")
            {
                first ??= e;
            }
        }

        return ready.Count > 0 ? ready : throw first!;
    }
}
